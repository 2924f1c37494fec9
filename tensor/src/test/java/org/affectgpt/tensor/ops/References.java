package org.affectgpt.tensor.ops;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionPattern;

/** Naive float64 forms of the operations that are more than a line. */
final class References {
  private References() {}

  /** Error function by the series with positive terms only. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a > 6) {
      return Math.signum(x);
    }
    double term = a;
    double sum = a;
    for (int n = 1; n < 200; n++) {
      term *= 2 * a * a / (2 * n + 1);
      sum += term;
    }
    return Math.signum(x) * 2 / Math.sqrt(Math.PI) * Math.exp(-a * a) * sum;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static Dense matmul(Dense a, Dense b, boolean transA, boolean transB) {
    int r = a.shape().length;
    int m = a.shape()[transA ? r - 1 : r - 2];
    int k = a.shape()[transA ? r - 2 : r - 1];
    int n = b.shape()[transB ? b.shape().length - 2 : b.shape().length - 1];
    int[] shape = a.shape().clone();
    shape[r - 2] = m;
    shape[r - 1] = n;
    boolean shared = b.shape().length == 2;
    return Dense.of(
        ix -> {
          double sum = 0;
          for (int j = 0; j < k; j++) {
            int[] ia = ix.clone();
            ia[r - 2] = transA ? j : ix[r - 2];
            ia[r - 1] = transA ? ix[r - 2] : j;
            int[] ib = shared ? new int[2] : ix.clone();
            ib[ib.length - 2] = transB ? ix[r - 1] : j;
            ib[ib.length - 1] = transB ? j : ix[r - 1];
            sum += a.at(ia) * b.at(ib);
          }
          return sum;
        },
        shape);
  }

  /** Sum, or maximum, along an axis. */
  static Dense reduce(Dense x, int axis, boolean keep, boolean max) {
    int[] kept = x.shape().clone();
    kept[axis] = 1;
    Dense y =
        Dense.of(
            ix -> {
              double value = max ? Double.NEGATIVE_INFINITY : 0;
              int[] at = ix.clone();
              for (int i = 0; i < x.shape()[axis]; i++) {
                at[axis] = i;
                value = max ? Math.max(value, x.at(at)) : value + x.at(at);
              }
              return value;
            },
            kept);
    return keep ? y : y.reshape(without(x.shape(), axis));
  }

  static int[] without(int[] shape, int axis) {
    int[] s = new int[shape.length - 1];
    for (int i = 0; i < s.length; i++) {
      s[i] = shape[i < axis ? i : i + 1];
    }
    return s;
  }

  static Dense logSoftmax(Dense x) {
    int last = x.shape().length - 1;
    Dense max = reduce(x, last, true, true);
    Dense shifted = x.with(max, (a, b) -> a - b);
    Dense sum = reduce(shifted.map(Math::exp), last, true, false);
    return shifted.with(sum, (a, b) -> a - Math.log(b));
  }

  /** Normalises rows of the last axis. */
  static Dense normalise(Dense x, boolean centre, double eps) {
    int last = x.shape().length - 1;
    int n = x.shape()[last];
    Dense mean = reduce(x, last, true, false).map(v -> centre ? v / n : 0);
    Dense c = x.with(mean, (a, b) -> a - b);
    Dense var = reduce(c.map(v -> v * v), last, true, false);
    return c.with(var, (a, b) -> a / Math.sqrt(b / n + eps));
  }

  static Dense rotary(Dense x, double[][] angles) {
    int half = x.shape()[3] / 2;
    int time = x.shape()[1];
    return Dense.of(
        ix -> {
          int i = ix[3] % half;
          double angle = angles[ix[0] * time + ix[1]][i];
          double a = x.at(ix[0], ix[1], ix[2], i);
          double b = x.at(ix[0], ix[1], ix[2], i + half);
          return ix[3] < half
              ? a * Math.cos(angle) - b * Math.sin(angle)
              : b * Math.cos(angle) + a * Math.sin(angle);
        },
        x.shape());
  }

  static boolean visible(AttentionPattern p, int[] mask, int keys, int batch, int query, int key) {
    boolean in =
        key < p.firstEnd(query, keys) || (key >= p.secondStart(query) && key < p.secondEnd(query));
    return in && (mask.length == 0 || mask[batch * keys + key] != 0);
  }

  static Dense attention(
      Dense q, Dense k, Dense v, AttentionPattern pattern, int[] mask, double scale) {
    int keys = k.shape()[1];
    int group = q.shape()[2] / k.shape()[2];
    return Dense.of(
        ix -> {
          double[] score = new double[keys];
          Arrays.fill(score, Double.NEGATIVE_INFINITY);
          for (int j = 0; j < keys; j++) {
            if (visible(pattern, mask, keys, ix[0], ix[1], j)) {
              score[j] = 0;
              for (int d = 0; d < q.shape()[3]; d++) {
                score[j] += scale * q.at(ix[0], ix[1], ix[2], d) * k.at(ix[0], j, ix[2] / group, d);
              }
            }
          }
          double max = Arrays.stream(score).max().orElse(0);
          double sum = 0;
          double value = 0;
          for (int j = 0; j < keys && max > Double.NEGATIVE_INFINITY; j++) {
            double e = Math.exp(score[j] - max);
            sum += e;
            value += e * v.at(ix[0], j, ix[2] / group, ix[3]);
          }
          return sum == 0 ? 0 : value / sum;
        },
        q.shape());
  }

  static Dense conv1d(Dense x, Dense w, int stride, int padding, int groups) {
    int in = w.shape()[1];
    int kernel = w.shape()[2];
    int length = x.shape()[2];
    int perGroup = w.shape()[0] / groups;
    int outLength = (length + 2 * padding - kernel) / stride + 1;
    return Dense.of(
        ix -> {
          double sum = 0;
          for (int c = 0; c < in; c++) {
            for (int j = 0; j < kernel; j++) {
              int t = ix[2] * stride + j - padding;
              if (t >= 0 && t < length) {
                sum += w.at(ix[1], c, j) * x.at(ix[0], ix[1] / perGroup * in + c, t);
              }
            }
          }
          return sum;
        },
        x.shape()[0],
        w.shape()[0],
        outLength);
  }

  static Dense patches(Dense image, Dense w) {
    int p = w.shape()[2];
    int across = image.shape()[3] / p;
    int n = image.shape()[2] / p * across;
    return Dense.of(
        ix -> {
          double sum = 0;
          for (int c = 0; c < w.shape()[1]; c++) {
            for (int i = 0; i < p; i++) {
              for (int j = 0; j < p; j++) {
                sum +=
                    w.at(ix[2], c, i, j)
                        * image.at(ix[0], c, ix[1] / across * p + i, ix[1] % across * p + j);
              }
            }
          }
          return sum;
        },
        image.shape()[0],
        n,
        w.shape()[0]);
  }
}
