package org.affectgpt.io.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/** Collects what {@code ModelProto} and its {@code GraphProto} say. */
final class OnnxGraphReader {
  private final OnnxTensor tensors;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
  private final Map<String, String> unread = new LinkedHashMap<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean hasGraph;

  OnnxGraphReader(OnnxTensor tensors) {
    this.tensors = tensors;
  }

  void model(ProtoReader in) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> metadata.put("ir_version", String.valueOf(in.number("the version")));
        case 2 -> metadata.put("producer", in.text("the producer"));
        case 3 -> metadata.put("producer_version", in.text("the producer's version"));
        case 7 -> {
          hasGraph = true;
          graph(in.message("the graph"));
        }
        case 8 -> opset(in.message("an operator set"));
        case 14 -> OnnxTensor.pair(in.message("metadata"), "the metadata", metadata);
        default -> {}
      }
    }
  }

  private void opset(ProtoReader in) {
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.text("the domain of an operator set");
        case 2 -> version = in.number("the version of an operator set");
        default -> {}
      }
    }
    metadata.put(domain.isEmpty() ? "opset" : "opset " + domain, String.valueOf(version));
  }

  private void graph(ProtoReader in) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> nodes.add(node(in.message("a node")));
        case 5 -> tensor(in);
        case 11 -> inputs.add(value(in.message("an input")));
        case 12 -> outputs.add(value(in.message("an output")));
        case 15 -> throw in.refused("sparse tensors are not read; export the model without them");
        default -> {}
      }
    }
  }

  private void tensor(ProtoReader in) {
    String what = "initialiser " + (entries.size() + unread.size());
    OnnxTensor.Read t = tensors.read(in.message(what), what);
    if (t.name().isEmpty()) {
      throw in.damaged(what + " has no name");
    }
    TensorEntry entry = t.entry();
    boolean twice = entries.containsKey(t.name()) || unread.containsKey(t.name());
    if (twice) {
      throw in.damaged("tensor '" + t.name() + "' is listed twice");
    }
    if (entry != null) {
      entries.put(t.name(), entry);
    } else {
      unread.put(t.name(), t.format());
    }
  }

  /** The name of a {@code ValueInfoProto}. */
  private static String value(ProtoReader in) {
    String name = "";
    while (in.next()) {
      if (in.field() == 1) {
        name = in.name("the name of a value");
      }
    }
    return name;
  }

  private OnnxNode node(ProtoReader in) {
    String name = "";
    String operator = "";
    String domain = "";
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    String what = "node " + nodes.size();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> from.add(in.name("an input of " + what));
        case 2 -> to.add(in.name("an output of " + what));
        case 3 -> name = in.name("the name of " + what);
        case 4 -> operator = in.name("the operator of " + what);
        case 5 -> attribute(in.message("an attribute of " + what), what, attributes);
        case 7 -> domain = in.name("the domain of " + what);
        default -> {}
      }
    }
    if (operator.isEmpty()) {
      throw in.damaged(what + " has no operator");
    }
    return new OnnxNode(name, operator, domain, from, to, attributes);
  }

  private void attribute(ProtoReader in, String node, Map<String, Object> into) {
    String name = "";
    Object one = null;
    List<Object> many = new ArrayList<>();
    String what = "an attribute of " + node;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.name("the name of " + what);
        case 2 -> one = in.real(what);
        case 3 -> one = in.number(what);
        case 4 -> one = in.text(what);
        case 5 -> one = tensors.read(in.message(what), what).entry();
        case 7 -> reals(in, what, many);
        case 8 -> wholes(in, what, many);
        case 9 -> many.add(in.text(what));
        default -> {}
      }
    }
    @Nullable Object value = one != null ? one : many.isEmpty() ? null : List.copyOf(many);
    if (value != null) {
      into.put(name, value);
    }
  }

  private static void reals(ProtoReader in, String what, List<Object> into) {
    OnnxNumbers numbers = new OnnxNumbers();
    numbers.fixed(in, 4, what);
    for (float x : numbers.floats()) {
      into.add(x);
    }
  }

  private static void wholes(ProtoReader in, String what, List<Object> into) {
    if (!in.isBytes()) {
      into.add(in.number(what));
      return;
    }
    ProtoReader packed = in.message(what);
    while (packed.hasMore()) {
      into.add(packed.packed(what));
    }
  }

  boolean hasGraph() {
    return hasGraph;
  }

  Map<String, TensorEntry> entries() {
    return entries;
  }

  /** Tensors of formats that are not read, and the names of those. */
  Map<String, String> unread() {
    return unread;
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  List<String> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  Map<String, String> metadata() {
    return metadata;
  }
}
