package org.affectgpt.io.onnx;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.tensor.InputException;

/**
 * A memory-mapped ONNX model: the initialisers of its graph as tensors, and its nodes as data. It
 * is read, not executed. Tensors keep their names; those that exporters left without a good one are
 * named by {@link LayerNames}.
 */
public final class OnnxFile extends NamedTensors {
  private final List<OnnxNode> nodes;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, String> metadata;
  private final Map<String, String> unread;

  private OnnxFile(Path path, OnnxGraphReader read) {
    super(path, read.entries());
    nodes = List.copyOf(read.nodes());
    inputs = List.copyOf(read.inputs());
    outputs = List.copyOf(read.outputs());
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(read.metadata()));
    unread = Collections.unmodifiableMap(new LinkedHashMap<>(read.unread()));
  }

  /**
   * Maps the file until {@link #close}.
   *
   * @throws InputException naming the file, and the tensor if one is at fault, when it is missing
   *     or damaged, or when a file that holds its data is
   */
  public static OnnxFile open(Path path) {
    return owning(arena -> open(path, arena));
  }

  /**
   * Maps the file, and those beside it that hold its data, for as long as {@code arena} lives,
   * {@code Arena.ofAuto()} for weights that are used in place; {@link #close} then does nothing.
   */
  public static OnnxFile open(Path path, Arena arena) {
    OnnxGraphReader reader = new OnnxGraphReader(new OnnxTensor(path, arena));
    reader.model(new ProtoReader(path, MappedFile.map(path, arena)));
    if (!reader.hasGraph()) {
      throw new InputException(path + ": not an ONNX model: it holds no graph; get the file again");
    }
    return new OnnxFile(path, reader);
  }

  /** The operations, each after those whose outputs it takes. */
  public List<OnnxNode> nodes() {
    return nodes;
  }

  /** The names of the values that a run is given; old models list their tensors too. */
  public List<String> inputs() {
    return inputs;
  }

  /** The names of the values that a run gives. */
  public List<String> outputs() {
    return outputs;
  }

  /** What the file says of itself: versions, producer, operator sets, free text. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Tensors of formats that are not read, with ONNX's name of the format. */
  public Map<String, String> unread() {
    return unread;
  }
}
