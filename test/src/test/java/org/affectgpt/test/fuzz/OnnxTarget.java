package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.onnx.LayerNames;
import org.affectgpt.io.onnx.OnnxFile;
import org.affectgpt.io.onnx.OnnxNode;
import org.affectgpt.io.stored.TensorEntry;

/** ONNX models: the values of every tensor, the nodes, and the names of layers. */
final class OnnxTarget implements FuzzTarget {
  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public String suffix() {
    return ".onnx";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return SeedFiles.of("onnx", suffix());
  }

  @Override
  public long parse(Path file) {
    try (Arena arena = Arena.ofShared()) {
      OnnxFile onnx = OnnxFile.open(file, arena);
      long sum = onnx.metadata().hashCode() + onnx.unread().hashCode();
      List<TensorEntry> tensors = new ArrayList<>(onnx.entries());
      for (OnnxNode node : onnx.nodes()) {
        sum += node.name().hashCode() + node.inputs().hashCode() + node.outputs().hashCode();
        for (Object value : node.attributes().values()) {
          if (value instanceof TensorEntry tensor) {
            tensors.add(tensor);
          } else {
            sum += value.hashCode();
          }
        }
      }
      tensors.addAll(LayerNames.of(onnx, file, arena).entries());
      for (TensorEntry entry : tensors) {
        sum += entry.shape().hashCode() + entry.toFloats().length;
      }
      return sum;
    }
  }
}
