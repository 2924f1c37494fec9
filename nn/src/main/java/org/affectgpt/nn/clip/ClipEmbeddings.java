package org.affectgpt.nn.clip;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.matrix.PatchEmbedding.patchEmbedding;
import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** Class token and linear patches, plus learned positions. */
final class ClipEmbeddings extends Module {
  private final Parameter classToken;
  private final Parameter patches;
  private final Parameter positions;

  ClipEmbeddings(Init init, ClipVisionConfig c) {
    int h = c.hiddenSize();
    int p = c.patchSize();
    Fill normal = Fill.normal(c.transformer().initializerRange());
    classToken =
        register(
            "class_embedding", init.vector("class_embedding", Fill.normal(1 / Math.sqrt(h)), h));
    patches =
        register(
            "patch_embedding.weight",
            init.vector("patch_embedding.weight", normal, h, c.channels(), p, p));
    positions =
        register(
            "position_embedding.weight",
            init.vector("position_embedding.weight", normal, c.patches() + 1, h));
    ignore("position_ids");
  }

  /** Pixels {@code [batch, channels, height, width]} to {@code [batch, 1 + patches, hidden]}. */
  Tensor forward(Tensor pixels) {
    int b = pixels.dim(0);
    Tensor rows = patchEmbedding(pixels, patches.value(), null); // [batch, patches, hidden]
    Tensor token = repeatRows(classToken.value().reshape(1, 1, -1), b); // [batch, 1, hidden]
    return add(concat(1, token, rows), positions.value()); // [batch, 1 + patches, hidden]
  }
}
