package org.affectgpt.tools.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.Progress;
import org.affectgpt.io.TemporaryNames;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Plans the models of a conversion, then writes them: formats, space, files, progress. */
final class ModelWriter {
  /** Smaller models are done before anyone has read a line of progress. */
  private static final long WORTH_WATCHING = 200_000_000;

  private static final String HEAD = "lm_head.weight";

  private final Path out;
  private final Progress progress;
  private final ConversionReport report = new ConversionReport();
  private long done;

  /**
   * @param progress told of megabytes of the input
   */
  ModelWriter(Path out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  ConversionReport report() {
    return report;
  }

  /** Fails if the input would be overwritten while it is read. */
  void requireOther(Path in) {
    try {
      if (Files.exists(in) && Files.exists(out) && Files.isSameFile(in, out)) {
        throw new InputException(out + ": is the input; choose another --out");
      }
    } catch (IOException e) {
      throw new InputException(out + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /**
   * Chooses formats and counts what will be written.
   *
   * @param type null keeps formats
   */
  List<WeightsWriter.Planned> plan(InputModel model, @Nullable StoredType type) {
    boolean tied = model.tied();
    TypeRule rule = new TypeRule(type, tied);
    List<WeightsWriter.Planned> planned = new ArrayList<>();
    for (SourceTensor t : model.tensors()) {
      if (tied && t.name().equals(HEAD)) {
        report.note(HEAD + " left out: the head is the embedding table");
        continue;
      }
      if (t.entry().type().compareTo(StoredType.U64) > 0 && !t.entry().type().isBlock()) {
        report.note(
            t.name() + " left out: safetensors cannot hold " + t.entry().format() + " values");
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
    model.notes().forEach(report::note);
    return planned;
  }

  /** Fails if the disk cannot hold all that was planned, once earlier leftovers are gone. */
  void requireSpace() {
    Path folder = out.toAbsolutePath().normalize();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    try {
      TemporaryNames.sweepBeside(out.toAbsolutePath().normalize());
      long free = folder == null ? 0 : Files.getFileStore(folder).getUsableSpace();
      if (free < report.bytesOut() + (16 << 20)) {
        throw new InputException(
            out
                + ": needs "
                + (report.bytesOut() / 1_000_000 + 17)
                + " MB of disk but "
                + free / 1_000_000
                + " MB are free; choose another --out or a smaller --dtype");
      }
    } catch (IOException e) {
      throw new InputException(out + ": cannot be written: " + InputFile.reason(e), e);
    }
  }

  /** Writes weights into one file. */
  void file(List<WeightsWriter.Planned> planned, Path file) {
    new WeightsWriter(this::advance).file(planned, file);
  }

  /** Writes weights and files of one model into a folder. */
  void folder(
      InputModel model,
      List<WeightsWriter.Planned> planned,
      @Nullable StoredType type,
      Path folder,
      long shardBytes) {
    new WeightsWriter(this::advance).folder(planned, folder, shardBytes);
    Map<String, byte[]> files = new TreeMap<>(model.files());
    if (type != null) {
      ConfigFiles.setType(files, model.path(), type);
    }
    files.forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
  }

  private void advance(long bytes) {
    done += bytes;
    if (report.bytesIn() >= WORTH_WATCHING) {
      progress.at(done / 1_000_000, report.bytesIn() / 1_000_000, "");
    }
  }
}
