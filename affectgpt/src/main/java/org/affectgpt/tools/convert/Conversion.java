package org.affectgpt.tools.convert;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.FolderLock;
import org.affectgpt.io.Progress;
import org.affectgpt.io.StagedFolder;
import org.affectgpt.tensor.InputException;

/** Converts a weight file or Hugging Face folder to a safetensors folder or file. */
public final class Conversion {
  private final ConversionRequest request;
  private final ModelWriter writer;

  /**
   * @param progress told of megabytes of the input
   */
  public Conversion(ConversionRequest request, Progress progress) {
    this.request = request;
    writer = new ModelWriter(request.out(), progress);
  }

  /**
   * Does it.
   *
   * @throws InputException naming the input that is not fit, the output that is in use, or the disk
   *     that is full; nothing then appears at the output
   */
  public ConversionReport run() {
    writer.requireOther(request.in());
    if (request.adapter() != null) {
      writer.requireOther(request.adapter());
    }
    try (Arena arena = Arena.ofShared()) {
      InputModel model = InputModel.open(request.in(), arena);
      if (request.adapter() != null) {
        model = AdapterMerge.of(model, request.adapter(), arena);
      }
      List<WeightsWriter.Planned> planned = writer.plan(model, request.type());
      writer.requireSpace();
      if (request.toFile()) {
        file(planned);
      } else {
        try (StagedFolder out = request.staged()) {
          writer.folder(model, planned, request.type(), out.path(), request.shardBytes());
          out.commit();
        }
      }
    }
    return writer.report();
  }

  private void file(List<WeightsWriter.Planned> planned) {
    Path out = request.out();
    if (Files.isDirectory(out) || (Files.exists(out) && !request.overwrite())) {
      throw new InputException(
          out + ": exists already; choose another --out, or --overwrite to replace it");
    }
    Path target = out.toAbsolutePath().normalize();
    try {
      Files.createDirectories(target.resolveSibling(""));
    } catch (IOException e) {
      throw new InputException(out + ": its folder cannot be made; choose another --out", e);
    }
    try (FolderLock lock = FolderLock.beside(target, out, "--out")) {
      writer.file(planned, out);
    }
  }
}
