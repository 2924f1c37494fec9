package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tools.inspect.Section;
import org.affectgpt.tools.inspect.Totals;

/** {@code inspect --json}: an object a tensor, then one with the totals. */
final class InspectJson implements InspectPrinter {
  private final ObjectMapper mapper = new ObjectMapper();
  private final PrintWriter out;
  private final boolean tensors;
  private final boolean summary;
  private final Totals totals = new Totals();
  private final ArrayNode files = mapper.createArrayNode();

  InspectJson(PrintWriter out, boolean tensors, boolean summary) {
    this.out = out;
    this.tensors = tensors;
    this.summary = summary;
  }

  @Override
  public void section(Section section) {
    ObjectNode file = files.addObject().put("file", section.path().toString());
    file.put("format", section.format());
    ObjectNode metadata = file.putObject("metadata");
    section.metadata().forEach(metadata::put);
    for (TensorEntry t : section.tensors()) {
      totals.add(t);
      if (tensors) {
        ObjectNode node = mapper.createObjectNode().put("file", t.file().toString());
        node.put("name", t.name()).put("dtype", t.format());
        ArrayNode shape = node.putArray("shape");
        t.shape().forEach(shape::add);
        out.println(node.put("parameters", t.elements()).put("bytes", t.data().byteSize()));
      }
    }
  }

  @Override
  public void end(List<String> errors) {
    if (!summary) {
      return;
    }
    ObjectNode node = mapper.createObjectNode().put("summary", true);
    fill(node, totals);
    ObjectNode dtypes = node.putObject("dtypes");
    totals.byFormat().forEach((format, t) -> fill(dtypes.putObject(format), t));
    node.set("files", files);
    errors.forEach(node.putArray("errors")::add);
    out.println(node);
  }

  private static void fill(ObjectNode node, Totals t) {
    node.put("tensors", t.tensors()).put("parameters", t.parameters()).put("bytes", t.bytes());
  }
}
