package org.affectgpt.app.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.app.train.Progress;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Converts a model: a weight file or Hugging Face folder to a safetensors folder or file. */
public final class Conversion {
  /** Smaller models are done before anyone has read a line of progress. */
  private static final long WORTH_WATCHING = 200_000_000;

  private static final String HEAD = "lm_head.weight";

  private final ConversionRequest request;
  private final ConversionReport report = new ConversionReport();
  private final Progress progress;
  private long total;
  private long done;

  /**
   * @param progress told of megabytes of the input
   */
  public Conversion(ConversionRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws InputException naming the input that is not fit, the output that is in use, or the disk
   *     that is full; nothing then appears at the output
   */
  public ConversionReport run() {
    requireOther(request.in());
    if (request.adapter() != null) {
      requireOther(request.adapter());
    }
    try (Arena arena = Arena.ofShared()) {
      InputModel model = InputModel.open(request.in(), arena);
      if (request.adapter() != null) {
        model = model.with(LoraMerge.folder(model.tensors(), request.adapter(), arena));
      }
      List<WeightsWriter.Planned> planned = plan(model, request.type());
      requireSpace();
      if (request.toFile()) {
        file(planned);
      } else {
        folder(model, planned);
      }
    }
    return report;
  }

  private void file(List<WeightsWriter.Planned> planned) {
    if (Files.isDirectory(request.out()) || (Files.exists(request.out()) && !request.force())) {
      throw new InputException(
          request.out() + ": exists already; choose another --out, or --force to replace it");
    }
    new WeightsWriter(this::advance).file(planned, request.out());
  }

  private void folder(InputModel model, List<WeightsWriter.Planned> planned) {
    try (OutputFolder out = new OutputFolder(request.out(), request.force())) {
      write(model, planned, request.type(), out.path());
      out.commit();
    }
    model.notes().forEach(report::note);
  }

  /** Writes weights and files of one model into a folder. */
  private void write(
      InputModel model,
      List<WeightsWriter.Planned> planned,
      @Nullable StoredType type,
      Path folder) {
    new WeightsWriter(this::advance).folder(planned, folder, request.shardBytes());
    Map<String, byte[]> files = new TreeMap<>(model.files());
    if (type != null) {
      FolderFiles.setType(files, model.path(), type);
    }
    files.forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
  }

  /** Chooses formats and counts what will be written. */
  private List<WeightsWriter.Planned> plan(InputModel model, @Nullable StoredType type) {
    boolean tied = model.tied();
    TypeRule rule = new TypeRule(type, tied);
    List<WeightsWriter.Planned> planned = new ArrayList<>();
    for (SourceTensor t : model.tensors()) {
      if (tied && t.name().equals(HEAD)) {
        report.note(HEAD + " left out: the head is the embedding table");
        continue;
      }
      StoredType to = rule.of(t.name(), t.entry());
      WeightsWriter.Planned p = new WeightsWriter.Planned(t, to);
      String reason = rule.reason(t.name(), t.entry());
      if (reason != null) {
        report.note("kept in " + to + ": " + reason);
      } else if (type == null && to != t.entry().type()) {
        report.note(t.entry().type() + " written as " + to + "; --dtype chooses another format");
      }
      report.add(to, t.entry().data().byteSize(), p.bytes());
      planned.add(p);
    }
    total = report.bytesIn();
    return planned;
  }

  private void advance(long bytes) {
    done += bytes;
    if (total >= WORTH_WATCHING) {
      progress.at(done / 1_000_000, Math.max(1, total / 1_000_000), "");
    }
  }

  private void requireOther(Path in) {
    try {
      if (Files.exists(in) && Files.exists(request.out()) && Files.isSameFile(in, request.out())) {
        throw new InputException(request.out() + ": is the input; choose another --out");
      }
    } catch (IOException e) {
      throw new InputException(request.out() + ": cannot be read: " + e, e);
    }
  }

  private void requireSpace() {
    Path folder = request.out().toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    try {
      long free = folder == null ? 0 : Files.getFileStore(folder).getUsableSpace();
      if (free < report.bytesOut() + (16 << 20)) {
        throw new InputException(
            request.out()
                + ": needs "
                + (report.bytesOut() / 1_000_000 + 17)
                + " MB of disk but "
                + free / 1_000_000
                + " MB are free; choose another --out or a smaller --dtype");
      }
    } catch (IOException e) {
      throw new InputException(request.out() + ": cannot be written: " + e, e);
    }
  }
}
