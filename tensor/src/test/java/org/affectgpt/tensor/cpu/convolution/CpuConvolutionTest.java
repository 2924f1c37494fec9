package org.affectgpt.tensor.cpu.convolution;

import static org.affectgpt.tensor.cpu.Operands.random;
import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.backend.ConvolutionKernels.Images;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CpuConvolutionTest {
  private static final Workers MANY = new Workers(TestThreads.MANY);
  private static final Workers ONE = new Workers(1);

  @AfterAll
  static void stop() {
    MANY.close();
    ONE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1,1,1,0,1", "2,1,700,32,10,5,0,1", "3,32,140,32,3,2,0,1", "1,7,33,5,4,3,2,1",
    "2,48,61,48,128,1,64,16", "1,12,40,18,2,2,0,3", "2,3,9,4,9,1,0,1", "1,40,300,70,8,2,3,1",
    "1,2,5,3,11,1,5,1", "1,6,17,6,3,7,4,6", "1,4,600,129,3,1,1,1"
  })
  void matchesTheOracle(
      int batch, int in, int length, int out, int kernel, int stride, int padding, int groups) {
    Conv1d d = new Conv1d(batch, in, length, out, kernel, stride, padding, groups);
    int taps = in / groups * kernel;
    float[] x = random(batch * in * length, 1);
    float[] w = random(out * taps, 2);
    float[] bias = random(out, 3);
    float[] dy = random(batch * out * d.outLength(), 4);
    double[] y = new double[dy.length];
    double[] plain = new double[dy.length];
    double[] dx = new double[x.length];
    double[] dw = new double[w.length];
    double[] db = new double[out];
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < out; o++) {
        for (int t = 0; t < d.outLength(); t++) {
          int at = (b * out + o) * d.outLength() + t;
          db[o] += dy[at];
          for (int c = 0; c < in / groups; c++) {
            for (int u = 0; u < kernel; u++) {
              int s = t * stride + u - padding;
              if (s >= 0 && s < length) {
                int xi = (b * in + o / (out / groups) * (in / groups) + c) * length + s;
                int wi = o * taps + c * kernel + u;
                plain[at] += (double) x[xi] * w[wi];
                dx[xi] += (double) dy[at] * w[wi];
                dw[wi] += (double) dy[at] * x[xi];
              }
            }
          }
          y[at] = plain[at] + bias[o];
        }
      }
    }
    float[][] many = compute(new CpuConvolution(MANY), d, x, w, bias, dy);
    float[][] one = compute(new CpuConvolution(ONE), d, x, w, bias, dy);
    double[][] expected = {y, plain, dx, dw, db};
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(one[i], many[i]);
      for (int j = 0; j < expected[i].length; j++) {
        assertEquals(
            expected[i][j], many[i][j], 1e-5 * (1 + Math.sqrt(taps + length)), d + " " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1,1", "2,3,8,8,4", "2,3,11,9,4", "1,2,5,7,7", "3,1,6,4,2"})
  void patchesCutTheImageAndBack(int batch, int channels, int height, int width, int patch) {
    float[] image = random(batch * channels * height * width, 1);
    int down = height / patch;
    int across = width / patch;
    float[] rows = new float[batch * down * across * channels * patch * patch];
    CpuConvolution convolution = new CpuConvolution(MANY);
    Images dims = new Images(batch, channels, height, width, patch);
    convolution.patches(dims, view(image), view(rows));
    float[] back = random(image.length, 2);
    convolution.patchesGrad(dims, view(rows), view(back));
    for (int b = 0; b < batch; b++) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int at = ((b * channels + c) * height + y) * width + x;
            boolean inside = y < down * patch && x < across * patch;
            assertEquals(inside ? image[at] : 0f, back[at]);
            if (inside) {
              int row = (b * down + y / patch) * across + x / patch;
              int cell = ((row * channels + c) * patch + y % patch) * patch + x % patch;
              assertEquals(image[at], rows[cell]);
            }
          }
        }
      }
    }
  }

  private static float[][] compute(
      CpuConvolution convolution, Conv1d d, float[] x, float[] w, float[] bias, float[] dy) {
    float[] y = random(dy.length, 5);
    float[] plain = random(dy.length, 6);
    float[] dx = random(x.length, 7);
    float[] dw = random(w.length, 8);
    float[] db = random(bias.length, 9);
    convolution.conv1d(d, view(x), view(w), view(bias), view(y));
    convolution.conv1d(d, view(x), view(w), null, view(plain));
    convolution.conv1dGradInput(d, view(dy), view(w), view(dx));
    convolution.conv1dGradWeight(d, view(x), view(dy), view(dw), view(db));
    return new float[][] {y, plain, dx, dw, db};
  }
}
