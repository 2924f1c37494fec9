package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.tokenizer.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokenize}: ids and pieces of texts. */
@Command(
    name = "tokenize",
    description = "Shows how a tokenizer cuts texts: ids, and pieces as its file spells them.",
    mixinStandardHelpOptions = true)
public final class TokenizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tokenizer",
      required = true,
      paramLabel = "F",
      description = "A tokenizer.json, or the folder that holds one.")
  private Path file;

  @Option(names = "--json", description = "One JSON object a text: text, ids, pieces.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "Texts; one that begins with a dash goes after --.")
  private List<String> texts;

  @Override
  public Integer call() {
    Tokenizer tokenizer =
        Files.isDirectory(file)
            ? new HuggingFaceFolder(file).requireTokenizer()
            : Tokenizer.load(file);
    PrintWriter out = spec.commandLine().getOut();
    for (String text : texts) {
      int[] ids = tokenizer.encode(text);
      if (json) {
        out.println(line(tokenizer, text, ids));
      } else {
        for (int id : ids) {
          out.printf(Locale.ROOT, "%8d  %s%n", id, tokenizer.token(id));
        }
        out.println(ids.length + (ids.length == 1 ? " token" : " tokens"));
      }
    }
    out.flush();
    return 0;
  }

  private static ObjectNode line(Tokenizer tokenizer, String text, int[] ids) {
    ObjectNode node = new ObjectMapper().createObjectNode().put("text", text);
    ArrayNode numbers = node.putArray("ids");
    ArrayNode pieces = node.putArray("pieces");
    for (int id : ids) {
      numbers.add(id);
      pieces.add(tokenizer.token(id));
    }
    return node;
  }
}
