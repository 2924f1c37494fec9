package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.io.media.Audio;
import org.affectgpt.io.media.AudioClips;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.ClipSampling;
import org.affectgpt.io.media.UniformSampling;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.tensor.backend.Backend;

/**
 * The original's loaders on a real clip: frame indices, frames, pixel values, audio clips, faces.
 * Pictures have their own checks in {@link PreprocessPictures}.
 */
final class PreprocessKind implements GoldenKind {
  private static final int CLIPS = ClipSampling.AFFECTGPT.clips();
  private static final int SAMPLES = ClipSampling.AFFECTGPT.clipSamples();
  private static final Tolerance EXACT_AUDIO = Tolerance.each(1e-7, 0, "decoded audio");

  /** The later pytorchvideo spaces the starts so that the last clip ends with the track. */
  private static final ClipSampling TO_THE_END = new ClipSampling(CLIPS, 2, 16000, CLIPS - 1);

  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    Path media = folder.linked("media");
    JsonNode meta = folder.json("meta.json");
    indices(folder, comparison);
    starts(folder, meta, comparison);
    audio(media, meta.path("audio"), comparison);
    shortAndStereo(folder, meta.path("audio"), comparison);
    new PreprocessPictures(folder, comparison).check(media, meta.path("video"));
  }

  private static void indices(GoldenFolder folder, GoldenComparison comparison) {
    JsonNode json = folder.json("frame_indices.json");
    for (JsonNode row : json.path("n_frms_8")) {
      int total = row.path(0).asInt();
      comparison.equal(
          "frame_indices.8.of." + total,
          GoldenFolder.ints(row.path(1)),
          UniformSampling.indices(total, 8));
    }
    for (JsonNode row : json.path("other_n_frms")) {
      int n = row.path(0).asInt();
      int total = row.path(1).asInt();
      comparison.equal(
          "frame_indices." + n + ".of." + total,
          Arrays.copyOf(GoldenFolder.ints(row.path(2)), n),
          UniformSampling.indices(total, n));
    }
  }

  private static void starts(GoldenFolder folder, JsonNode meta, GoldenComparison comparison) {
    for (JsonNode row : folder.json("audio_clip_starts.json").path("rows")) {
      int samples = row.path(0).asInt();
      starts("of." + samples, samples, row.path(1), row.path(2), comparison);
    }
    JsonNode clips = meta.path("audio").path("clips");
    starts(
        "of.clip",
        meta.path("audio").path("samples").asInt(),
        clips.path("pytorchvideo_0.1.5").path("start_samples"),
        clips.path("pytorchvideo_since_2022-04-28").path("start_samples"),
        comparison);
  }

  private static void starts(
      String name, int samples, JsonNode first, JsonNode later, GoldenComparison comparison) {
    comparison.equal(
        "starts." + name, GoldenFolder.ints(first), ClipSampling.AFFECTGPT.starts(samples));
    comparison.equal("starts.later." + name, GoldenFolder.ints(later), TO_THE_END.starts(samples));
  }

  private static void audio(Path media, JsonNode meta, GoldenComparison comparison) {
    Audio audio = AudioReader.read(media.resolve(meta.path("file").asText()));
    comparison.equal(
        "audio.samples", new int[] {meta.path("samples").asInt()}, new int[] {audio.samples()});
    float[][] clips = AudioClips.cut(audio, ClipSampling.AFFECTGPT);
    float[][] raw = raw(audio);
    float[] means = new float[CLIPS];
    for (int c = 0; c < CLIPS; c++) {
      double sum = 0;
      for (int k = 0; k < SAMPLES; k++) {
        sum += (double) raw[c][k] - clips[c][k];
      }
      means[c] = (float) (sum / SAMPLES);
    }
    comparison.values(
        "load_audio.clips_0_3_7",
        new int[] {3, 1, SAMPLES},
        join(SAMPLES, raw[0], raw[3], raw[7]),
        EXACT_AUDIO);
    comparison.values(
        "raw_audio.after_read.first200", new int[] {CLIPS, 200}, join(200, clips), EXACT_AUDIO);
    comparison.values("raw_audio.clip_means_removed", new int[] {CLIPS}, means, EXACT_AUDIO);
    float[] normalised = MediaEncoder.normalise(clips, true);
    float[] first = new float[CLIPS * 200];
    for (int c = 0; c < CLIPS; c++) {
      System.arraycopy(normalised, c * SAMPLES, first, c * 200, 200);
    }
    comparison.values("hubert.input_values.first200", new int[] {CLIPS, 200}, first);
  }

  /** The clips before their means are taken away. */
  private static float[][] raw(Audio audio) {
    float[] samples = audio.mono().channels()[0];
    return Arrays.stream(ClipSampling.AFFECTGPT.starts(audio.samples()))
        .mapToObj(s -> Arrays.copyOfRange(samples, s, s + SAMPLES))
        .toArray(float[][]::new);
  }

  private static void shortAndStereo(
      GoldenFolder folder, JsonNode meta, GoldenComparison comparison) {
    Path brief = folder.path().resolve(meta.path("short").path("file").asText());
    float[][] all = raw(AudioReader.read(brief));
    for (float[] clip : all) {
      comparison.values("short.clip0", new int[] {1, SAMPLES}, clip, EXACT_AUDIO);
    }
    Path stereo = folder.path().resolve(meta.path("stereo").path("file").asText());
    comparison.values(
        "stereo.first100_of_each_clip",
        new int[] {CLIPS, 100},
        join(100, raw(AudioReader.read(stereo))),
        EXACT_AUDIO);
  }

  /** The first {@code n} values of each row, one row after the other. */
  private static float[] join(int n, float[]... rows) {
    float[] all = new float[n * rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * n, n);
    }
    return all;
  }
}
