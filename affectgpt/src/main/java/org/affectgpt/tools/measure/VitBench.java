package org.affectgpt.tools.measure;

import java.util.List;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tools.rehearse.RandomWeights;
import org.affectgpt.tools.rehearse.RehearsalSize;

/** CLIP's vision tower on the frames of a clip, forward, float32, random weights. */
final class VitBench implements Bench {
  private static final int FRAMES = 8;

  @Override
  public String name() {
    return "vit";
  }

  @Override
  public List<Case> cases() {
    return List.of(of("clip-vit-l14-" + FRAMES + "f", RehearsalSize.HALF.clip()));
  }

  @Override
  public List<Case> onRequest() {
    return List.of(of("tiny-" + FRAMES + "f", RehearsalSize.TINY.clip()));
  }

  private static Case of(String name, ClipVisionConfig c) {
    int patch = c.channels() * c.patchSize() * c.patchSize();
    double flops =
        Transformers.flops(
                FRAMES,
                c.patches() + 1,
                c.hiddenSize(),
                c.transformer().intermediate(),
                c.transformer().layers())
            + 2.0 * FRAMES * c.patches() * patch * c.hiddenSize();
    return Case.operations("vit", name, new Work(flops, 0), backend -> setup(c, backend));
  }

  private static Runnable setup(ClipVisionConfig c, Backend backend) {
    ClipVisionModel model = new ClipVisionModel(Init.empty(backend), c);
    new RandomWeights(new CounterRng(4)).fill(model, backend, DType.F32);
    Tensor pixels =
        new Operands(backend).tensor(FRAMES, c.channels(), c.imageSize(), c.imageSize());
    return () -> NoGrad.run(() -> model.imageFeatures(pixels));
  }
}
