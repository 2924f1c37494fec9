package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/** Batches depend on seed and number only, and epochs show every clip once. */
class SftBatchesTest {
  private static final PromptMode FULL = PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT;

  private static List<LabelledClip> clips(int n) {
    List<LabelledClip> clips = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      clips.add(
          new LabelledClip(
              "clip" + i,
              new ClipFeatures(null, null, null),
              "line " + i,
              List.of("happy", "label" + i),
              "description " + i,
              mode -> "seen in " + mode.key()));
    }
    return clips;
  }

  private static SftBatches batches(List<LabelledClip> clips, String... options) {
    SftConfig config = new ConfigFile().read(List.of(), List.of(options), SftConfig.class);
    return new SftBatches(clips, config, FULL, new CounterRng(5));
  }

  @Test
  void aBatchIsAFunctionOfItsNumber() {
    List<LabelledClip> clips = clips(11);
    String[] mixed = {
      "batch_size=4",
      "single_modality_share=0.5",
      "description_share=0.3",
      "empty_subtitle_share=0.5",
      "answer_format=think"
    };
    SftBatches first = batches(clips, mixed);
    for (int i = 0; i < 20; i++) {
      first.batch(i);
    }
    SftBatches resumed = batches(clips, mixed);
    for (int i = 19; i >= 13; i--) {
      assertEquals(first.batch(i), resumed.batch(i));
    }
  }

  @Test
  void anEpochShowsEveryClipOnce() {
    SftBatches batches = batches(clips(12), "batch_size=3");
    List<List<String>> orders = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      List<String> order = new ArrayList<>();
      for (int b = 0; b < 4; b++) {
        batches.batch(4L * epoch + b).forEach(e -> order.add(e.input().subtitle()));
      }
      assertEquals(12, new TreeSet<>(order).size());
      orders.add(order);
    }
    assertEquals(3, Set.copyOf(orders).size(), "epochs are shuffled anew");
  }

  @Test
  void plainAnswersByDefault() {
    for (TrainingBatch.Example e : batches(clips(4), "batch_size=4").batch(0)) {
      assertEquals(FULL, e.input().mode());
      assertEquals(Question.OV_LABEL, e.input().question());
      String i = e.input().subtitle().substring("line ".length());
      assertEquals("The character's emotional state is happy, label" + i + ".", e.answer());
    }
  }

  @Test
  void sharesAreKept() {
    SftBatches batches =
        batches(
            clips(10),
            "batch_size=2",
            "single_modality_share=0.4",
            "description_share=0.25",
            "empty_subtitle_share=0.2",
            "answer_format=think");
    Set<PromptMode> modes = new TreeSet<>();
    int single = 0;
    int described = 0;
    int mute = 0;
    int full = 0;
    for (int b = 0; b < 2000; b++) {
      List<TrainingBatch.Example> batch = batches.batch(b);
      PromptMode mode = batch.getFirst().input().mode();
      boolean describe = batch.getFirst().input().question().equals(Question.DESCRIPTION);
      modes.add(mode);
      single += mode == FULL ? 0 : 1;
      described += describe ? 1 : 0;
      for (TrainingBatch.Example e : batch) {
        assertEquals(mode, e.input().mode(), "one mode a batch");
        full += mode == FULL ? 1 : 0;
        mute += e.input().subtitle().isEmpty() ? 1 : 0;
        assertTrue(
            describe
                ? e.answer().startsWith("description ")
                : e.answer().startsWith("<think>seen in " + mode.key() + "</think><answer>happy, "),
            e.answer());
      }
    }
    assertEquals(
        Set.of(PromptMode.TEXTONLY, PromptMode.AUDIOONLY, PromptMode.FRAMEONLY, FULL), modes);
    assertEquals(0.4 * 0.75, single / 2000.0, 0.04, "descriptions are asked in the full mode");
    assertEquals(0.25, described / 2000.0, 0.04);
    assertEquals(0.2, (double) mute / full, 0.03);
  }

  @Test
  void noClipsAreRefused() {
    assertThrows(InputException.class, () -> batches(List.of()));
  }
}
