package org.affectgpt.tools.convert;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.List;
import org.affectgpt.io.Progress;
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
        try (OutputFolder out = new OutputFolder(request.out(), request.force())) {
          writer.folder(model, planned, request.type(), out.path(), request.shardBytes());
          out.commit();
        }
      }
    }
    return writer.report();
  }

  private void file(List<WeightsWriter.Planned> planned) {
    if (Files.isDirectory(request.out()) || (Files.exists(request.out()) && !request.force())) {
      throw new InputException(
          request.out() + ": exists already; choose another --out, or --force to replace it");
    }
    writer.file(planned, request.out());
  }
}
