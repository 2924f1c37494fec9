package org.affectgpt.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.io.media.Audio;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.VideoInfo;
import org.affectgpt.io.media.VideoReader;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusWriterTest {
  private static final CorpusConfig CONFIG =
      CorpusConfig.defaults().withSizes(new CorpusConfig.Sizes(4, 3, 2));

  @TempDir Path temp;

  @Test
  void whatIsWrittenIsReadBack() {
    Path folder = temp.resolve("corpus");
    List<Integer> progress = new ArrayList<>();
    new CorpusWriter(CONFIG).write(folder, 2, (done, total) -> progress.add(done));
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), progress);
    assertTrue(SyntheticCorpus.matches(folder, CONFIG));
    assertFalse(SyntheticCorpus.matches(folder, CONFIG.withSeed(7)));

    SyntheticCorpus corpus = SyntheticCorpus.read(folder);
    ClipStudio studio = new ClipStudio(CONFIG);
    assertEquals(9, corpus.clips().size());
    for (Clip clip : corpus.clips()) {
      Clip planned = studio.plan(clip.split(), clip.index());
      assertEquals(planned.name(), clip.name());
      assertEquals(planned.observed(), clip.observed());
      assertEquals(planned.labels(), clip.labels());
      assertEquals(planned.reason(), clip.reason());
      assertTrue(Arrays.deepEquals(planned.targets().actionUnits(), clip.targets().actionUnits()));
      assertTrue(Arrays.deepEquals(planned.targets().prosody(), clip.targets().prosody()));
      VideoInfo video = VideoReader.info(corpus.layout().video(clip.name()));
      assertEquals(96, video.width());
      assertEquals(clip.targets().actionUnits().length, video.frames());
      Audio wav = AudioReader.read(corpus.layout().audio(clip.name()));
      assertEquals(clip.targets().actionUnits().length * 2000, wav.samples());
      assertFalse(wav.isSilent());
      assertTrue(AudioReader.hasAudio(corpus.layout().video(clip.name())));
    }
  }

  @Test
  void theTablesAreThoseOfMerCaptionPlus() {
    Path folder = temp.resolve("tables");
    new CorpusWriter(CONFIG).write(folder, 1, (done, total) -> {});
    SyntheticCorpus corpus = SyntheticCorpus.read(folder);
    CsvTable subtitles = CsvTable.read(folder.resolve("subtitle_chieng.csv"));
    assertEquals(List.of("name", "chinese", "english"), subtitles.header());
    for (int i = 0; i < 9; i++) {
      assertEquals(corpus.clips().get(i).subtitle(), subtitles.rows().get(i).text("english"));
    }
    for (Split split : Split.values()) {
      List<CsvRow> openset = CsvTable.read(corpus.layout().openset(split)).rows();
      List<CsvRow> reasons = CsvTable.read(corpus.layout().reasons(split)).rows();
      List<Clip> clips = corpus.of(split);
      assertEquals(clips.size(), openset.size());
      for (int i = 0; i < clips.size(); i++) {
        assertEquals(clips.get(i).name(), openset.get(i).text("name"));
        assertEquals(clips.get(i).labels(), LabelList.labels(openset.get(i).text("openset")));
        assertEquals(clips.get(i).reason(), reasons.get(i).text("reason"));
      }
    }
    assertEquals(2, CsvTable.read(folder.resolve("track_all_candidates.csv")).rows().size());
  }

  @Test
  void refusesAFolderInUseAndABrokenCorpus() throws IOException {
    Files.writeString(temp.resolve("mine.txt"), "keep me");
    InputException full =
        assertThrows(
            InputException.class,
            () -> new CorpusWriter(CONFIG).write(temp, 1, (done, total) -> {}));
    assertTrue(full.getMessage().contains("is not empty"), full.getMessage());
    assertTrue(Files.exists(temp.resolve("mine.txt")));
    InputException none = assertThrows(InputException.class, () -> SyntheticCorpus.read(temp));
    assertTrue(none.getMessage().contains("corpus.json"), none.getMessage());
  }

  @Test
  void aFailureStopsEveryThread() {
    List<String> seen = new ArrayList<>();
    assertThrows(
        InputException.class,
        () ->
            new ParallelClips(
                    CorpusConfig.defaults().withSizes(new CorpusConfig.Sizes(5000, 0, 0)), 2)
                .run(
                    (clip, footage) -> {
                      synchronized (seen) {
                        seen.add(clip.name());
                      }
                      throw new InputException("disk full");
                    },
                    (done, total) -> {}));
    assertTrue(seen.size() <= 2, seen.toString());
  }
}
