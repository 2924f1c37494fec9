package org.affectgpt.tools.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ConvolutionKernels;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.backend.View;

/**
 * HuBERT-large's convolutions on 8 windows of 2 seconds, named {@code batch x channels x time - out
 * k kernel s stride p padding g groups}; {@code grad} gives the gradients of input, weight and
 * bias.
 */
final class ConvBench implements Bench {
  private static final int OPERANDS_WITH_GRADIENT = 2;

  @Override
  public String name() {
    return "conv";
  }

  @Override
  public List<Case> cases() {
    return Stream.of(
            new Conv1d(8, 1, 32000, 512, 10, 5, 0, 1),
            new Conv1d(8, 512, 6399, 512, 3, 2, 0, 1),
            new Conv1d(8, 512, 799, 512, 3, 2, 0, 1),
            new Conv1d(8, 512, 399, 512, 2, 2, 0, 1),
            new Conv1d(8, 1024, 99, 1024, 128, 1, 64, 16))
        .flatMap(d -> Stream.of(forward(d), backward(d)))
        .toList();
  }

  private static String name(Conv1d d) {
    return String.format(
        Locale.ROOT,
        "%dx%dx%d-%dk%ds%dp%dg%d",
        d.batch(),
        d.inChannels(),
        d.inLength(),
        d.outChannels(),
        d.kernel(),
        d.stride(),
        d.padding(),
        d.groups());
  }

  /** Operations of the forward pass. */
  static double flops(Conv1d d) {
    double outputs = (double) d.batch() * d.outChannels() * d.outLength();
    return 2 * outputs * d.inChannels() / d.groups() * d.kernel();
  }

  /** Bytes of input, weight and output. */
  private static double bytes(Conv1d d) {
    double input = (double) d.batch() * d.inChannels() * d.inLength();
    double weight = (double) d.outChannels() * d.inChannels() / d.groups() * d.kernel();
    double output = (double) d.batch() * d.outChannels() * d.outLength();
    return Float.BYTES * (input + weight + output);
  }

  private static Case forward(Conv1d d) {
    return Case.operations(
        "conv", name(d), new Work(flops(d), bytes(d)), backend -> forward(d, backend));
  }

  private static Case backward(Conv1d d) {
    Work work = new Work(OPERANDS_WITH_GRADIENT * flops(d), OPERANDS_WITH_GRADIENT * bytes(d));
    return Case.operations("conv", name(d) + "-grad", work, backend -> backward(d, backend));
  }

  private static Runnable forward(Conv1d d, Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(d.batch(), d.inChannels(), d.inLength());
    View w = of.random(d.outChannels(), d.inChannels() / d.groups(), d.kernel());
    View bias = of.random(d.outChannels());
    View y = of.zeros(d.batch(), d.outChannels(), d.outLength());
    return () -> backend.convolution().conv1d(d, x, w, bias, y);
  }

  private static Runnable backward(Conv1d d, Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(d.batch(), d.inChannels(), d.inLength());
    View w = of.random(d.outChannels(), d.inChannels() / d.groups(), d.kernel());
    View dy = of.random(d.batch(), d.outChannels(), d.outLength());
    View dx = of.zeros(d.batch(), d.inChannels(), d.inLength());
    View dw = of.zeros(d.outChannels(), d.inChannels() / d.groups(), d.kernel());
    View db = of.zeros(d.outChannels());
    ConvolutionKernels kernels = backend.convolution();
    return () -> {
      kernels.conv1dGradInput(d, dy, w, dx);
      kernels.conv1dGradWeight(d, x, dy, dw, db);
    };
  }
}
