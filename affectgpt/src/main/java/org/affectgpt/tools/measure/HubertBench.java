package org.affectgpt.tools.measure;

import java.util.List;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tools.rehearse.RandomWeights;
import org.affectgpt.tools.rehearse.RehearsalSize;

/** HuBERT on the windows of a clip's sound, forward, float32, random weights. */
final class HubertBench implements Bench {
  private static final int WINDOWS = 8;
  private static final int SAMPLES = 2 * 16000;

  @Override
  public String name() {
    return "hubert";
  }

  @Override
  public List<Case> cases() {
    return List.of(of("large-" + WINDOWS + "x2s", RehearsalSize.HALF.hubert()));
  }

  @Override
  public List<Case> onRequest() {
    return List.of(of("tiny-" + WINDOWS + "x2s", RehearsalSize.TINY.hubert()));
  }

  private static Case of(String name, HubertConfig c) {
    return Case.operations("hubert", name, new Work(flops(c), 0), backend -> setup(c, backend));
  }

  private static double flops(HubertConfig c) {
    double flops = 0;
    int channels = 1;
    int length = SAMPLES;
    for (int i = 0; i < c.convolutions().dims().size(); i++) {
      int out = c.convolutions().dims().get(i);
      int kernel = c.convolutions().kernels().get(i);
      Conv1d conv =
          new Conv1d(
              WINDOWS, channels, length, out, kernel, c.convolutions().strides().get(i), 0, 1);
      flops += ConvBench.flops(conv);
      channels = out;
      length = conv.outLength();
    }
    int h = c.hiddenSize();
    int kernel = c.positionKernel();
    Conv1d positions = new Conv1d(WINDOWS, h, length, h, kernel, 1, kernel / 2, c.positionGroups());
    return flops
        + 2.0 * WINDOWS * length * channels * h
        + ConvBench.flops(positions)
        + Transformers.flops(
            WINDOWS, length, h, c.transformer().intermediate(), c.transformer().layers());
  }

  private static Runnable setup(HubertConfig c, Backend backend) {
    HubertModel model = new HubertModel(Init.empty(backend), c);
    new RandomWeights(new CounterRng(5)).fill(model, backend, DType.F32);
    Tensor samples = new Operands(backend).tensor(WINDOWS, SAMPLES);
    return () -> NoGrad.run(() -> model.forward(samples));
  }
}
