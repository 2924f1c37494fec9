package org.affectgpt.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.tensor.InputException;

/**
 * A synthetic corpus on disk, read back.
 *
 * @param layout where its files lie
 * @param config what made it
 * @param clips every clip, in the order of splits and indices
 */
public record SyntheticCorpus(CorpusLayout layout, CorpusConfig config, List<Clip> clips) {
  public SyntheticCorpus {
    clips = List.copyOf(clips);
  }

  /**
   * Reads the annotations; media are read when asked for.
   *
   * @throws InputException if this is no complete synthetic corpus
   */
  public static SyntheticCorpus read(Path folder) {
    CorpusLayout layout = new CorpusLayout(folder);
    CorpusConfig config = readConfig(layout);
    ObjectMapper json = new ObjectMapper();
    List<Clip> clips = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(layout.factors())) {
        clips.add(json.readValue(line, Clip.class));
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          layout.factors() + ": line " + (clips.size() + 1) + " is damaged; make the corpus again",
          e);
    } catch (IOException e) {
      throw new InputException(layout.factors() + ": cannot be read; make the corpus again", e);
    }
    if (clips.size() != config.sizes().total()) {
      throw new InputException(
          layout.factors()
              + ": has "
              + clips.size()
              + " clips instead of "
              + config.sizes().total()
              + "; make the corpus again");
    }
    return new SyntheticCorpus(layout, config, clips);
  }

  /** Whether the folder holds a complete corpus of exactly this configuration. */
  public static boolean matches(Path folder, CorpusConfig config) {
    CorpusLayout layout = new CorpusLayout(folder);
    return Files.isRegularFile(layout.config()) && readConfig(layout).equals(config);
  }

  /** The clips of a split. */
  public List<Clip> of(Split split) {
    return clips.stream().filter(clip -> clip.split() == split).toList();
  }

  private static CorpusConfig readConfig(CorpusLayout layout) {
    if (!Files.isRegularFile(layout.config())) {
      throw new InputException(
          layout.root()
              + ": is no synthetic corpus (corpus.json is missing); make one with corpus --out");
    }
    try {
      return new ObjectMapper().readValue(layout.config().toFile(), CorpusConfig.class);
    } catch (IOException e) {
      throw new InputException(layout.config() + ": is damaged; make the corpus again", e);
    }
  }
}
