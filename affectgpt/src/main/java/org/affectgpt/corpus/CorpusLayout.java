package org.affectgpt.corpus;

import java.nio.file.Path;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;

/**
 * Where things lie in a corpus folder: the layout and file names of MER-Caption+ ({@code
 * mer2025-dataset}), and two files beside it that only a synthetic corpus can have.
 *
 * @param root the corpus folder
 */
public record CorpusLayout(Path root) {
  static final String CONFIG = "corpus.json";

  public Path video(String clip) {
    return root.resolve("video").resolve(clip + ".mp4");
  }

  public Path audio(String clip) {
    return root.resolve("audio").resolve(clip + ".wav");
  }

  /** Columns name, chinese (empty here), english. */
  public Path subtitles() {
    return root.resolve("subtitle_chieng.csv");
  }

  /** Columns name, openset: the labels of a split. */
  public Path openset(Split split) {
    return root.resolve(
        switch (split) {
          case TRAIN_MACHINE -> "track2_train_mercaptionplus.csv";
          case TRAIN_HUMAN -> "track2_train_ovmerd.csv";
          case TEST -> "track2_test.csv";
        });
  }

  /** Columns name, reason: the descriptions of a split. */
  public Path reasons(Split split) {
    return root.resolve(
        switch (split) {
          case TRAIN_MACHINE -> "track3_train_mercaptionplus.csv";
          case TRAIN_HUMAN -> "track3_train_ovmerd.csv";
          case TEST -> "track3_test.csv";
        });
  }

  /** Column name: the clips of the test split. */
  public Path candidates() {
    return root.resolve("track_all_candidates.csv");
  }

  /** One {@link Clip} a line. */
  public Path factors() {
    return root.resolve("factors.jsonl");
  }

  /** The {@link CorpusConfig}; written last, so its presence says that the corpus is whole. */
  public Path config() {
    return root.resolve(CONFIG);
  }
}
