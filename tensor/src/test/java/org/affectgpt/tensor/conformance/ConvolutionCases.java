package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.backend.ConvolutionKernels.Images;

/** Convolutions along time with their gradients, and images cut into patches. */
final class ConvolutionCases {
  private static final List<Conv1d> SHAPES =
      List.of(
          new Conv1d(1, 1, 1, 1, 1, 1, 0, 1),
          new Conv1d(0, 2, 8, 2, 3, 1, 0, 1),
          new Conv1d(1, 7, 33, 5, 4, 3, 2, 1),
          new Conv1d(3, 32, 140, 32, 3, 2, 0, 1),
          new Conv1d(2, 1, 700, 32, 10, 5, 0, 1),
          new Conv1d(2, 48, 61, 48, 128, 1, 64, 16),
          new Conv1d(1, 12, 40, 18, 2, 2, 0, 3),
          new Conv1d(2, 3, 9, 4, 9, 1, 0, 1),
          new Conv1d(1, 40, 300, 70, 8, 2, 3, 1),
          new Conv1d(1, 2, 5, 3, 11, 1, 5, 1),
          new Conv1d(1, 6, 17, 6, 3, 7, 4, 6),
          new Conv1d(1, 4, 600, 129, 3, 1, 1, 1));

  private static final List<Images> IMAGES =
      List.of(
          new Images(1, 1, 1, 1, 1),
          new Images(0, 3, 8, 8, 4),
          new Images(2, 3, 8, 8, 4),
          new Images(2, 3, 11, 9, 4),
          new Images(1, 2, 5, 7, 7),
          new Images(3, 1, 6, 4, 2),
          new Images(2, 3, 56, 70, 14));

  private ConvolutionCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Conv1d d : SHAPES) {
      String dims = text(d);
      all.add(new KernelCase("convolution.conv1d", dims, c -> forward(c, d, false)));
      all.add(new KernelCase("convolution.conv1d", dims + " bias", c -> forward(c, d, true)));
      all.add(new KernelCase("convolution.conv1dGradInput", dims, c -> gradInput(c, d)));
      all.add(new KernelCase("convolution.conv1dGradWeight", dims, c -> gradWeight(c, d, true)));
      all.add(
          new KernelCase(
              "convolution.conv1dGradWeight", dims + " dw", c -> gradWeight(c, d, false)));
    }
    for (Images s : IMAGES) {
      String size = s.batch() + "x" + s.channels() + "x" + s.height() + "x" + s.width();
      String dims = size + " patch=" + s.patch();
      all.add(new KernelCase("convolution.patches", dims, c -> patches(c, s)));
      all.add(new KernelCase("convolution.patchesGrad", dims, c -> patchesGrad(c, s)));
    }
    return all;
  }

  private static String text(Conv1d d) {
    return d.batch()
        + "x"
        + d.inChannels()
        + "x"
        + d.inLength()
        + " to "
        + d.outChannels()
        + "x"
        + d.outLength()
        + " kernel="
        + d.kernel()
        + " stride="
        + d.stride()
        + " padding="
        + d.padding()
        + " groups="
        + d.groups();
  }

  /** One product of the convolution: output, input and weight element. */
  @FunctionalInterface
  private interface Product {
    void at(int y, int x, int w);
  }

  private static void products(Conv1d d, Product product) {
    int in = d.inChannels() / d.groups();
    int out = d.outChannels() / d.groups();
    for (int b = 0; b < d.batch(); b++) {
      for (int o = 0; o < d.outChannels(); o++) {
        for (int t = 0; t < d.outLength(); t++) {
          int y = (b * d.outChannels() + o) * d.outLength() + t;
          for (int c = 0; c < in; c++) {
            int row = (b * d.inChannels() + o / out * in + c) * d.inLength();
            for (int u = 0; u < d.kernel(); u++) {
              int s = t * d.stride() + u - d.padding();
              if (s >= 0 && s < d.inLength()) {
                product.at(y, row + s, (o * in + c) * d.kernel() + u);
              }
            }
          }
        }
      }
    }
  }

  private static int inputs(Conv1d d) {
    return d.batch() * d.inChannels() * d.inLength();
  }

  private static int outputs(Conv1d d) {
    return d.batch() * d.outChannels() * d.outLength();
  }

  /** Values of one output channel's weight. */
  private static int taps(Conv1d d) {
    return d.inChannels() / d.groups() * d.kernel();
  }

  private static void forward(KernelCall c, Conv1d d, boolean biased) {
    float[] xs = c.uniform(inputs(d));
    float[] ws = c.uniform(d.outChannels() * taps(d));
    float[] bs = c.uniform(d.outChannels());
    double[] expected = new double[outputs(d)];
    for (int i = 0; i < expected.length && biased; i++) {
      expected[i] = bs[i / d.outLength() % d.outChannels()];
    }
    products(d, (y, x, w) -> expected[y] += (double) xs[x] * ws[w]);
    Operand x = c.input("x", xs);
    Operand w = c.input("weight", ws);
    Operand bias = biased ? c.input("bias", bs) : null;
    Operand y = c.output("y", expected.length);
    c.expect(y, expected, Tolerance.sum(taps(d), MatrixCases.TERM));
    c.run((b, v) -> b.convolution().conv1d(d, v.of(x), v.of(w), v.orNull(bias), v.of(y)));
  }

  private static void gradInput(KernelCall c, Conv1d d) {
    float[] ds = c.uniform(outputs(d));
    float[] ws = c.uniform(d.outChannels() * taps(d));
    double[] expected = new double[inputs(d)];
    products(d, (y, x, w) -> expected[x] += (double) ds[y] * ws[w]);
    Operand dy = c.input("dy", ds);
    Operand w = c.input("weight", ws);
    Operand dx = c.output("dx", expected.length);
    long terms = (long) d.outChannels() / d.groups() * Math.ceilDiv(d.kernel(), d.stride());
    c.expect(dx, expected, Tolerance.sum(terms, MatrixCases.TERM));
    c.run((b, v) -> b.convolution().conv1dGradInput(d, v.of(dy), v.of(w), v.of(dx)));
  }

  private static void gradWeight(KernelCall c, Conv1d d, boolean biased) {
    float[] xs = c.uniform(inputs(d));
    float[] ds = c.uniform(outputs(d));
    double[] expected = new double[d.outChannels() * taps(d)];
    double[] sums = new double[d.outChannels()];
    products(d, (y, x, w) -> expected[w] += (double) ds[y] * xs[x]);
    for (int i = 0; i < ds.length; i++) {
      sums[i / d.outLength() % d.outChannels()] += ds[i];
    }
    Operand x = c.input("x", xs);
    Operand dy = c.input("dy", ds);
    Operand dw = c.output("dw", expected.length);
    Operand db = biased ? c.output("db", d.outChannels()) : null;
    long terms = (long) d.batch() * d.outLength();
    c.expect(dw, expected, Tolerance.sum(terms, MatrixCases.TERM));
    if (db != null) {
      c.expect(db, sums, Tolerance.sum(terms, 1));
    }
    c.run((b, v) -> b.convolution().conv1dGradWeight(d, v.of(x), v.of(dy), v.of(dw), v.orNull(db)));
  }

  /** For every element of the rows the pixel that it is. */
  private static int[] pixels(Images s) {
    int patch = s.patch();
    int down = s.height() / patch;
    int across = s.width() / patch;
    int[] pixels = new int[s.batch() * down * across * s.channels() * patch * patch];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % patch;
      int y = i / patch % patch;
      int channel = i / (patch * patch) % s.channels();
      int cell = i / (patch * patch * s.channels());
      int image = cell / (down * across);
      int row = cell / across % down * patch + y;
      pixels[i] =
          ((image * s.channels() + channel) * s.height() + row) * s.width()
              + cell % across * patch
              + x;
    }
    return pixels;
  }

  private static void patches(KernelCall c, Images s) {
    float[] values = c.uniform(s.batch() * s.channels() * s.height() * s.width());
    int[] pixels = pixels(s);
    double[] expected = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      expected[i] = values[pixels[i]];
    }
    Operand image = c.input("image", values);
    Operand rows = c.output("rows", expected.length);
    c.expect(rows, expected, Tolerance.EXACT);
    c.run((b, v) -> b.convolution().patches(s, v.of(image), v.of(rows)));
  }

  private static void patchesGrad(KernelCall c, Images s) {
    int[] pixels = pixels(s);
    float[] values = c.uniform(pixels.length);
    double[] expected = new double[s.batch() * s.channels() * s.height() * s.width()];
    for (int i = 0; i < pixels.length; i++) {
      expected[pixels[i]] = values[i];
    }
    Operand rows = c.input("rows", values);
    Operand image = c.output("image", expected.length);
    c.expect(image, expected, Tolerance.EXACT);
    c.run((b, v) -> b.convolution().patchesGrad(s, v.of(rows), v.of(image)));
  }
}
