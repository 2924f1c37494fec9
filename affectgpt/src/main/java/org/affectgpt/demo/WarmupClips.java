package org.affectgpt.demo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.face.ActionUnit;
import org.affectgpt.corpus.voice.ProsodyTargets;
import org.affectgpt.io.media.ClipImageProcessor;
import org.affectgpt.io.media.Frames;
import org.affectgpt.model.ClipReader;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.train.EncoderWarmup;

/** Clips in memory with their known factors: what the encoders learn to read first. */
final class WarmupClips {
  private static final String SILENT = "make the corpus anew";

  private final MediaEncoder encoder;
  private final ClipImageProcessor processor;
  private final Frames[] frames;
  private final float[][] samples;
  private final float[][][] units;
  private final float[][][] prosody;

  /** Reads the media of {@code clips} with all cores. */
  WarmupClips(LoadedModel model, CorpusLayout layout, List<Clip> clips) {
    encoder = model.encoder();
    processor = new ClipImageProcessor(model.images());
    ClipReader reader = model.reader();
    int n = clips.size();
    frames = new Frames[n];
    samples = new float[n][];
    units = new float[n][][];
    prosody = new float[n][][];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              Clip c = clips.get(i);
              frames[i] = reader.frames(layout.video(c.name()));
              samples[i] = encoder.normalise(reader.windows(layout.audio(c.name()), SILENT));
              units[i] = chosen(c.targets().actionUnits(), frames[i].indices());
              prosody[i] = c.targets().prosody();
            });
    Standardisation.apply(units);
    Standardisation.apply(prosody);
  }

  private static float[][] chosen(float[][] all, int[] indices) {
    float[][] rows = new float[indices.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(all[indices[i]], ActionUnit.EXPRESSION);
    }
    return rows;
  }

  /** Frames and their action units. */
  EncoderWarmup.Source vision() {
    return new Part(units, encoder.vision().config().projectionDim()) {
      @Override
      public Tensor features(int[] clips) {
        float[][] pixels = new float[clips.length][];
        for (int i = 0; i < clips.length; i++) {
          pixels[i] = processor.apply(frames[clips[i]]);
        }
        return encoder.frameFeatures(concat(pixels));
      }
    };
  }

  /** Sound windows and their prosody. */
  EncoderWarmup.Source acoustic() {
    return new Part(prosody, encoder.acoustic().config().hiddenSize()) {
      @Override
      public Tensor features(int[] clips) {
        float[][] chosen = new float[clips.length][];
        for (int i = 0; i < clips.length; i++) {
          chosen[i] = samples[clips[i]];
        }
        return encoder.acousticFeatures(concat(chosen), clips.length * ProsodyTargets.WINDOWS);
      }
    };
  }

  private static float[] concat(float[][] parts) {
    float[] all = new float[parts.length * parts[0].length];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[0].length);
    }
    return all;
  }

  /** Dense targets of one encoder. */
  private abstract static class Part implements EncoderWarmup.Source {
    private final float[][][] targets;
    private final int width;

    Part(float[][][] targets, int width) {
      this.targets = targets;
      this.width = width;
    }

    @Override
    public int clips() {
      return targets.length;
    }

    @Override
    public int columns() {
      return targets[0][0].length;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public float[] targets(int[] clips) {
      int rows = targets[0].length;
      float[] all = new float[clips.length * rows * columns()];
      for (int i = 0; i < clips.length; i++) {
        for (int r = 0; r < rows; r++) {
          System.arraycopy(targets[clips[i]][r], 0, all, (i * rows + r) * columns(), columns());
        }
      }
      return all;
    }
  }
}
