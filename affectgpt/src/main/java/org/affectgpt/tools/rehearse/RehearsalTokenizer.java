package org.affectgpt.tools.rehearse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.tokenizer.BpeTrainer;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;

/**
 * A vocabulary of Qwen2.5's form and size: learned from the prompts, then filled up with pairs of
 * tokens and their merges, so that reading it takes what reading the real one takes, and every id
 * stands where the real one has it.
 */
final class RehearsalTokenizer {
  private static final int LEARNED = 448;

  /** Qwen2.5's special tokens, ids 151643 to 151664. */
  private static final List<String> SPECIAL =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|object_ref_start|>",
          "<|object_ref_end|>",
          "<|box_start|>",
          "<|box_end|>",
          "<|quad_start|>",
          "<|quad_end|>",
          "<|vision_start|>",
          "<|vision_end|>",
          "<|vision_pad|>",
          "<|image_pad|>",
          "<|video_pad|>",
          "<tool_call>",
          "</tool_call>",
          "<|fim_prefix|>",
          "<|fim_middle|>",
          "<|fim_suffix|>",
          "<|fim_pad|>",
          "<|repo_name|>",
          "<|file_sep|>");

  private RehearsalTokenizer() {}

  /**
   * Writes {@code tokenizer.json}.
   *
   * @param pairs byte-pair tokens in all; 0 for as many as are learned
   */
  static void write(Path file, int pairs) {
    List<String> texts = new ArrayList<>();
    for (PromptMode mode : PromptMode.values()) {
      for (String question : List.of(Question.OV_LABEL, Question.DESCRIPTION)) {
        texts.add(mode.prompt("I did not know that you were here.", question));
      }
    }
    BpeTrainer.ofSize(LEARNED).train(texts).save(file);
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode root = (ObjectNode) json.readTree(Files.readAllBytes(file));
      ObjectNode vocabulary = (ObjectNode) root.path("model").path("vocab");
      fill(vocabulary, (ArrayNode) root.path("model").path("merges"), pairs);
      ArrayNode added = (ArrayNode) root.path("added_tokens");
      int next = vocabulary.size();
      for (String token : SPECIAL) {
        ObjectNode node = added.addObject().put("id", next++).put("content", token);
        node.put("single_word", false).put("lstrip", false).put("rstrip", false);
        node.put("normalized", false).put("special", token.startsWith("<|"));
      }
      AtomicFile.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + InputFile.reason(e), e);
    }
  }

  /** Joins tokens two by two until the vocabulary is full. */
  private static void fill(ObjectNode vocabulary, ArrayNode merges, int size) {
    List<String> tokens = new ArrayList<>();
    vocabulary.fieldNames().forEachRemaining(tokens::add);
    for (int i = 0; vocabulary.size() < size; i++) {
      String left = tokens.get(i / LEARNED);
      String right = tokens.get(i % LEARNED);
      if (!vocabulary.has(left + right)) {
        tokens.add(left + right);
        merges.addArray().add(left).add(right);
        vocabulary.put(left + right, vocabulary.size());
      }
    }
  }
}
