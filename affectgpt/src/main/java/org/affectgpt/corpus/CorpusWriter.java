package org.affectgpt.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.StagedFolder;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.io.media.Mp4Writer;
import org.affectgpt.io.media.WavWriter;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;

/**
 * Writes a corpus in the MER-Caption+ layout. The files are made in a folder beside the target,
 * which takes the target's name when all are there.
 */
public final class CorpusWriter {
  /** Told after each clip, one call at a time. */
  @FunctionalInterface
  public interface Progress {
    void written(int clips, int total);
  }

  private final CorpusConfig config;
  private final ObjectMapper json = new ObjectMapper();

  public CorpusWriter(CorpusConfig config) {
    this.config = config;
  }

  /** Writes a new corpus with this many threads. */
  public void write(Path folder, int threads, Progress progress) {
    write(folder, threads, false, progress);
  }

  /**
   * Renders and writes every clip.
   *
   * @param threads how many render at once
   * @param overwrite whether an earlier corpus in the folder is replaced
   * @throws InputException if the folder exists and is not empty, or cannot be made
   */
  public void write(Path folder, int threads, boolean overwrite, Progress progress) {
    List<String> whole = List.of(CorpusLayout.CONFIG);
    try (StagedFolder staged = new StagedFolder(folder, "corpus", whole, overwrite)) {
      Files.createDirectories(staged.path().resolve("video"));
      Files.createDirectories(staged.path().resolve("audio"));
      CorpusLayout layout = new CorpusLayout(staged.path());
      writeTables(layout, new ParallelClips(config, threads).run(media(layout), progress));
      staged.commit();
    } catch (IOException e) {
      throw new FailedException(folder + ": the corpus cannot be written there", e);
    }
  }

  private ParallelClips.Sink media(CorpusLayout layout) {
    return (clip, footage) -> {
      Mp4Writer.write(
          layout.video(clip.name()),
          footage.size(),
          footage.size(),
          footage.fps(),
          footage.frames(),
          footage.sound(),
          footage.sampleRate());
      WavWriter.write(layout.audio(clip.name()), footage.sound(), footage.sampleRate());
    };
  }

  private void writeTables(CorpusLayout layout, List<Clip> clips) throws JsonProcessingException {
    List<List<String>> subtitles = new ArrayList<>();
    StringBuilder factors = new StringBuilder();
    for (Clip clip : clips) {
      subtitles.add(List.of(clip.name(), "", clip.subtitle()));
      factors.append(json.writeValueAsString(clip)).append('\n');
    }
    CsvTable.write(layout.subtitles(), List.of("name", "chinese", "english"), subtitles);
    for (Split split : Split.values()) {
      List<Clip> part = clips.stream().filter(clip -> clip.split() == split).toList();
      CsvTable.write(
          layout.openset(split),
          List.of("name", "openset"),
          part.stream().map(c -> List.of(c.name(), openset(c.labels()))).toList());
      CsvTable.write(
          layout.reasons(split),
          List.of("name", "reason"),
          part.stream().map(c -> List.of(c.name(), c.reason())).toList());
      if (split == Split.TEST) {
        CsvTable.write(
            layout.candidates(),
            List.of("name"),
            part.stream().map(c -> List.of(c.name())).toList());
      }
    }
    AtomicFile.write(layout.factors(), factors.toString().getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        layout.config(), json.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
  }

  /** The list as MER-Caption+ writes it: {@code [happy, joyful]}. */
  static String openset(List<String> labels) {
    return "[" + String.join(", ", labels) + "]";
  }
}
