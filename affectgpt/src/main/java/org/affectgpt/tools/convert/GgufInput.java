package org.affectgpt.tools.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** A GGUF file as a Hugging Face folder: names, row order, and files made of its metadata. */
final class GgufInput {
  private GgufInput() {}

  static InputModel open(Path path, Arena arena) {
    GgufModel model = GgufModel.of(GgufFile.open(path, arena));
    List<SourceTensor> tensors = new ArrayList<>();
    model
        .stored()
        .forEach(
            (name, rows) ->
                tensors.add(
                    new SourceTensor(
                        name, rows.entry(), rows.isReordered() ? rows::source : null, null)));
    Map<String, byte[]> files = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    ObjectNode config = model.config().toJson();
    try {
      GgufTokenizer tokenizer = model.tokenizer();
      tokenizer(tokenizer, files);
      special(config, tokenizer);
      ObjectNode generation = new ObjectMapper().createObjectNode();
      special(generation, tokenizer);
      files.put(HuggingFaceFolder.GENERATION_CONFIG, bytes(generation));
    } catch (InputException e) {
      notes.add("no tokenizer was written: " + e.getMessage());
    }
    String template = model.chatTemplate();
    if (template != null) {
      files.put(HuggingFaceFolder.CHAT_TEMPLATE, template.getBytes(StandardCharsets.UTF_8));
    }
    files.put(HuggingFaceFolder.CONFIG, bytes(config));
    return new InputModel(path, tensors, files, notes);
  }

  private static void special(ObjectNode node, GgufTokenizer tokenizer) {
    if (tokenizer.bos() >= 0) {
      node.put("bos_token_id", tokenizer.bos());
    }
    ArrayNode stops = node.putArray("eos_token_id");
    tokenizer.stops().forEach(stops::add);
  }

  private static void tokenizer(GgufTokenizer tokenizer, Map<String, byte[]> files) {
    try {
      Path scratch = Files.createTempFile("tokenizer", ".json");
      try {
        tokenizer.tokenizer().save(scratch);
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(scratch));
        String bos = token(tokenizer, tokenizer.bos());
        if (tokenizer.addBos() && bos != null) {
          json.set("post_processor", beginning(bos, tokenizer.bos()));
        }
        files.put(HuggingFaceFolder.TOKENIZER, bytes(json));
        files.put(HuggingFaceFolder.TOKENIZER_CONFIG, bytes(settings(tokenizer, bos)));
      } finally {
        Files.delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String token(GgufTokenizer tokenizer, int id) {
    return id < 0 ? null : tokenizer.tokenizer().token(id);
  }

  /** What lets transformers open the folder's tokenizer. */
  private static ObjectNode settings(GgufTokenizer tokenizer, @Nullable String bos) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("tokenizer_class", "PreTrainedTokenizerFast");
    node.put("clean_up_tokenization_spaces", false);
    node.put("add_bos_token", tokenizer.addBos());
    if (bos != null) {
      node.put("bos_token", bos);
    }
    String eos = token(tokenizer, tokenizer.eos());
    if (eos != null) {
      node.put("eos_token", eos);
    }
    return node;
  }

  /** The post-processor that puts one token before a text. */
  private static ObjectNode beginning(String bos, int id) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("type", "TemplateProcessing");
    for (String form : List.of("single", "pair")) {
      ArrayNode pieces = node.putArray(form);
      for (String text : form.equals("single") ? List.of("A") : List.of("A", "B")) {
        int type = text.equals("A") ? 0 : 1;
        pieces.addObject().putObject("SpecialToken").put("id", bos).put("type_id", type);
        pieces.addObject().putObject("Sequence").put("id", text).put("type_id", type);
      }
    }
    ObjectNode token = node.putObject("special_tokens").putObject(bos).put("id", bos);
    token.putArray("ids").add(id);
    token.putArray("tokens").add(bos);
    return node;
  }

  private static byte[] bytes(ObjectNode node) {
    return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
