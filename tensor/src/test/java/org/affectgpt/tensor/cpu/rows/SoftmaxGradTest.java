package org.affectgpt.tensor.cpu.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.affectgpt.tensor.cpu.Operands;
import org.affectgpt.tensor.cpu.SameBits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are taken one after the other, while the next is fetched, and rows too long for it. */
final class SoftmaxGradTest {
  private static final int ROWS = 37;

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 64, 100, 1024, 1031, 2048, 2049, 5000})
  void isYTimesDyLessItsMean(int columns) {
    int n = ROWS * columns;
    float[] y = Operands.random(n, 1);
    float[] dy = Operands.random(n, 2);
    SameBits.onAnyThreads(
        backend -> {
          float[] dx = new float[n];
          backend
              .rows()
              .softmaxGrad(Operands.view(y), Operands.view(dy), Operands.view(dx), ROWS, columns);
          return dx;
        },
        dx -> {
          for (int r = 0; r < ROWS; r++) {
            double dot = 0;
            for (int c = 0; c < columns; c++) {
              dot += (double) y[r * columns + c] * dy[r * columns + c];
            }
            double bound = 1e-6 * (1 + Math.sqrt(columns));
            for (int c = 0; c < columns; c++) {
              int i = r * columns + c;
              assertEquals(y[i] * (dy[i] - dot), dx[i], bound, "row " + r + ", column " + c);
            }
          }
        });
  }
}
