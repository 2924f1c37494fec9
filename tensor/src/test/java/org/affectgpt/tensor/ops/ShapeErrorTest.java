package org.affectgpt.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.ops.elementwise.Add;
import org.affectgpt.tensor.ops.elementwise.Dropout;
import org.affectgpt.tensor.ops.elementwise.SwiGlu;
import org.affectgpt.tensor.ops.matrix.Attention;
import org.affectgpt.tensor.ops.matrix.Conv1d;
import org.affectgpt.tensor.ops.matrix.Linear;
import org.affectgpt.tensor.ops.matrix.MatMul;
import org.affectgpt.tensor.ops.rows.CrossEntropy;
import org.affectgpt.tensor.ops.rows.LayerNorm;
import org.affectgpt.tensor.ops.rows.Softmax;
import org.affectgpt.tensor.ops.shape.Concat;
import org.affectgpt.tensor.ops.shape.Gather;
import org.affectgpt.tensor.ops.shape.Permute;
import org.affectgpt.tensor.ops.shape.ReplaceRows;
import org.affectgpt.tensor.ops.shape.Slice;
import org.affectgpt.tensor.ops.shape.Stack;
import org.junit.jupiter.api.Test;

/** Operands that do not fit are refused with their shapes. */
final class ShapeErrorTest {
  private final Backend b = Backends.open("cpu", 1);

  private Tensor x(int... dims) {
    return Tensor.zeros(b, dims);
  }

  private static void refused(Runnable op, String... parts) {
    var e = assertThrows(IllegalArgumentException.class, op::run);
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void bothShapesAreNamed() {
    refused(() -> Add.add(x(2, 3), x(2, 4)), "[2, 3]", "[2, 4]");
    refused(() -> SwiGlu.swiGlu(x(2, 3), x(3)), "[2, 3]", "[3]");
    refused(() -> MatMul.matmul(x(2, 3), x(4, 2)), "[2, 3]", "[4, 2]");
    refused(() -> MatMul.matmul(x(2, 2, 3), x(3, 3, 1)), "[2, 2, 3]", "[3, 3, 1]");
    refused(() -> Linear.linear(x(2, 3), x(4, 2), null), "[2, 3]", "[4, 2]");
    refused(() -> Linear.linear(x(2, 3), x(4, 3), x(3)), "[4, 3]", "[3]");
    refused(() -> Linear.linearPlus(x(2, 3), x(4, 3), null, x(2, 3)), "[2, 3]", "[4, 3]");
    refused(() -> LayerNorm.layerNorm(x(2, 3), x(2), null, 1e-5f), "[2, 3]", "[2]");
    refused(() -> Concat.concat(0, x(2, 3), x(2, 4)), "[2, 3]", "[2, 4]");
    refused(() -> Stack.stack(0, List.of(x(2), x(3))), "[2]", "[3]");
    refused(() -> Conv1d.conv1d(x(1, 2, 5), x(2, 3, 2), null, 1, 0, 1), "[1, 2, 5]");
    refused(
        () ->
            Attention.attention(
                x(1, 2, 3, 4), x(1, 2, 2, 4), x(1, 2, 2, 4), AttentionPattern.full(), null, 1f),
        "[1, 2, 3, 4]",
        "[1, 2, 2, 4]");
    refused(
        () ->
            Attention.attention(
                x(1, 9, 1, 4),
                x(1, 2, 1, 4),
                x(1, 2, 1, 4),
                AttentionPattern.branches(2, 3),
                null,
                1f),
        "BRANCHES");
  }

  @Test
  void placesOutsideAreNamed() {
    refused(() -> Slice.slice(x(2, 3), 1, 2, 2), "2+2", "[2, 3]");
    refused(() -> Permute.permute(x(2, 3), 0, 0), "[0, 0]");
    refused(() -> Softmax.softmax(x()), "softmax");
    refused(() -> Dropout.dropout(x(2), 1f, new CounterRng(1)), "1.0");
    int[] ids = {1, 1};
    refused(() -> ReplaceRows.replaceRows(x(3, 2), ids, x(2, 2)), "row 1");
    refused(() -> CrossEntropy.crossEntropy(x(2, 3), ids, 1), "none of the 2");
    refused(() -> CrossEntropy.crossEntropy(x(2, 3), new int[] {0, 3}, -100), "index 3");
    refused(() -> Gather.gather(x(3, 2), x(2)), "F32[2]");
  }
}
