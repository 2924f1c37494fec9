package org.affectgpt.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Reads a data set's tables, looks at the media of every clip, and collects what is wrong. */
final class DatasetReader {
  private static final String NEUTRAL = "neutral";

  private final CorpusLayout layout;
  private final String split;
  private final DataTables.Column labels;
  private final DataTables.Column subtitles;
  private final DataTables.@Nullable Column reasons;
  private final boolean needsFaces;
  private final List<MerDataset.Item> items = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> unlabelled = new ArrayList<>();

  DatasetReader(DataConfig config, boolean needsFaces) {
    DataTables tables = new DataTables(config);
    this.layout = tables.layout();
    this.split = config.split();
    this.labels = tables.labels();
    this.subtitles = tables.subtitles();
    this.reasons = tables.reasons();
    this.needsFaces = needsFaces;
  }

  MerDataset read() {
    if (labels.rows().isEmpty()) {
      throw new InputException(
          labels.file() + ": split " + split + " has no clip; the table has no rows");
    }
    Map<String, Clip> known = factors();
    labels.rows().forEach((name, rows) -> clip(name, rows, known.get(name)));
    return new MerDataset(layout.root(), items, faults, unlabelled);
  }

  private void clip(String name, List<CsvRow> rows, @Nullable Clip known) {
    List<String> wrong = new ArrayList<>();
    if (name.isEmpty()) {
      wrong.add("the clip has no name");
    }
    once(wrong, labels, name);
    List<String> words = words(wrong, rows.getFirst());
    String subtitle = text(wrong, subtitles, name);
    String reason = reasons == null ? "" : text(wrong, reasons, name);
    ClipFile file = name.isEmpty() ? null : file(wrong, name);
    CsvRow row = rows.getFirst();
    if (file == null || !wrong.isEmpty()) {
      wrong.forEach(what -> faults.add(new Fault(name, row.at(), what)));
      return;
    }
    items.add(
        new MerDataset.Item(
            file,
            row.at(),
            subtitle,
            words,
            reason,
            known == null ? mode -> reason : mode -> CorpusClips.chain(known.observed(), mode)));
  }

  private static void once(List<String> wrong, DataTables.Column table, String name) {
    List<CsvRow> rows = table.rows().getOrDefault(name, List.of());
    if (rows.size() > 1) {
      wrong.add(
          table.file()
              + ": stands there "
              + rows.size()
              + " times: "
              + String.join(", ", rows.stream().limit(3).map(CsvRow::place).toList()));
    }
  }

  private static String text(List<String> wrong, DataTables.Column table, String name) {
    if (!table.has(name)) {
      wrong.add(table.file() + ": has no row for it");
      return "";
    }
    once(wrong, table, name);
    return table.text(name);
  }

  /** No label is neutral, as in the original. */
  private List<String> words(List<String> wrong, CsvRow row) {
    try {
      List<String> words = LabelList.parse(row.value(labels.key()));
      if (words.isEmpty()) {
        unlabelled.add(row.text(DataTables.NAME).strip());
        return List.of(NEUTRAL);
      }
      return words;
    } catch (InputException e) {
      wrong.add(e.getMessage());
      return List.of();
    }
  }

  private @Nullable ClipFile file(List<String> wrong, String name) {
    try {
      Path video = video(name);
      Path sound = layout.audio(name);
      boolean own = Files.exists(sound, LinkOption.NOFOLLOW_LINKS);
      look(wrong, () -> MediaCheck.media(video));
      if (own) {
        look(wrong, () -> MediaCheck.media(sound));
      }
      Path face = face(name);
      if (needsFaces) {
        look(wrong, () -> MediaCheck.faces(face));
      }
      return new ClipFile(name, video, own ? sound : video, Files.exists(face) ? face : null);
    } catch (InvalidPathException e) {
      wrong.add("its name cannot be that of a file");
      return null;
    }
  }

  private static void look(List<String> wrong, Runnable check) {
    try {
      check.run();
    } catch (InputException e) {
      wrong.add(e.getMessage());
    }
  }

  /** In a folder of its own (MER2025) or beside the others. */
  private Path face(String name) {
    Path faces = layout.root().resolve("openface_face");
    Path own = faces.resolve(name).resolve(name + ".npy");
    Path flat = faces.resolve(name + ".npy");
    return Files.exists(own) || !Files.exists(flat) ? own : flat;
  }

  private Path video(String name) {
    Path mp4 = layout.video(name);
    Path avi = mp4.resolveSibling(name + ".avi");
    return !Files.exists(mp4, LinkOption.NOFOLLOW_LINKS) && Files.exists(avi) ? avi : mp4;
  }

  private Map<String, Clip> factors() {
    Map<String, Clip> known = new HashMap<>();
    if (Files.isRegularFile(layout.factors())) {
      SyntheticCorpus.read(layout.root()).clips().forEach(c -> known.put(c.name(), c));
    }
    return known;
  }
}
