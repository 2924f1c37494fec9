package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.io.chat.ChatPrompt;
import org.affectgpt.io.chat.ChatRequest;
import org.affectgpt.io.decoder.TokenizerFiles;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokenize}: ids and pieces of texts, or of a conversation. */
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
      description = "A tokenizer.json, the folder that holds one, or a .gguf file.")
  private Path file;

  @Option(
      names = "--chat",
      paramLabel = "FILE.json",
      description =
          "A conversation in place of texts: messages, or an object with messages, tools,"
              + " add_generation_prompt and whatever else the model's chat template takes.")
  private @Nullable Path chat;

  @Option(names = "--json", description = "One JSON object a text: text, ids, pieces.")
  private boolean json;

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "Texts; one that begins with a dash goes after --.")
  private List<String> texts = List.of();

  @Override
  public Integer call() {
    if (texts.isEmpty() == (chat == null)) {
      throw new InputException(
          texts.isEmpty() ? "give texts, or --chat FILE.json" : "--chat takes no texts beside it");
    }
    TokenizerFiles files = TokenizerFiles.open(file);
    PrintWriter out = spec.commandLine().getOut();
    if (chat != null) {
      chat(files, ChatRequest.parse(read(chat), chat.toString()), out);
    }
    Tokenizer tokenizer = files.tokenizer();
    for (String text : texts) {
      int[] ids = tokenizer.encode(text);
      if (json) {
        ObjectNode node = line(text, ids);
        ArrayNode pieces = node.putArray("pieces");
        for (int id : ids) {
          pieces.add(tokenizer.token(id));
        }
        out.println(node);
      } else {
        print(tokenizer, ids, out);
      }
    }
    out.flush();
    return 0;
  }

  private void chat(TokenizerFiles files, ChatRequest request, PrintWriter out) {
    ChatPrompt prompt = files.requireTemplates().prompt(request, Clock.systemDefaultZone());
    int[] ids = prompt.encode(files.tokenizer());
    if (json) {
      out.println(line(prompt.text(), ids));
    } else {
      prompt.text().lines().map(TerminalText::escape).forEach(out::println);
      print(files.tokenizer(), ids, out);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file; check --chat", e);
    } catch (CharacterCodingException e) {
      throw new InputException(path + ": is not text in UTF-8", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read; check --chat", e);
    }
  }

  private static void print(Tokenizer tokenizer, int[] ids, PrintWriter out) {
    for (int id : ids) {
      out.printf(Locale.ROOT, "%8d  %s%n", id, tokenizer.token(id));
    }
    out.println(ids.length + (ids.length == 1 ? " token" : " tokens"));
  }

  private static ObjectNode line(String text, int[] ids) {
    ObjectNode node = new ObjectMapper().createObjectNode().put("text", text);
    ArrayNode numbers = node.putArray("ids");
    for (int id : ids) {
      numbers.add(id);
    }
    return node;
  }
}
