package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.jspecify.annotations.Nullable;

/** Writes a {@code tokenizer.json} in the field order of the {@code tokenizers} library. */
final class TokenizerWriter {
  private TokenizerWriter() {}

  static void write(TokenizerModel model, Path file) {
    AtomicFile.write(
        file,
        channel -> {
          JsonFactory factory = new ObjectMapper().getFactory();
          try (JsonGenerator json =
              factory.createGenerator(
                  new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16))) {
            write(model, json.useDefaultPrettyPrinter());
          }
        });
  }

  private static void write(TokenizerModel model, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", model.settings().path("version").asText("1.0"));
    json.writeArrayFieldStart("added_tokens");
    for (AddedToken t : model.added()) {
      json.writeStartObject();
      json.writeNumberField("id", t.id());
      json.writeStringField("content", t.content());
      json.writeBooleanField("single_word", t.singleWord());
      json.writeBooleanField("lstrip", t.lstrip());
      json.writeBooleanField("rstrip", t.rstrip());
      json.writeBooleanField("normalized", t.normalized());
      json.writeBooleanField("special", t.special());
      json.writeEndObject();
    }
    json.writeEndArray();
    for (Map.Entry<String, JsonNode> setting : model.settings().properties()) {
      if (!setting.getKey().equals("version")) {
        json.writeFieldName(setting.getKey());
        json.writeTree(setting.getValue());
      }
    }
    writeModel(model, json);
    json.writeEndObject();
  }

  private static @Nullable String orNull(String affix) {
    return affix.isEmpty() ? null : affix;
  }

  private static void writeModel(TokenizerModel model, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("model");
    WordModel words = model.words();
    if (words instanceof WordModel.Bpe bpe) {
      writeBpe(model.vocabulary(), bpe, json);
    } else if (words instanceof WordModel.WordPiece pieces) {
      json.writeStringField("type", "WordPiece");
      json.writeStringField("unk_token", pieces.unknown());
      json.writeStringField("continuing_subword_prefix", pieces.prefix());
      json.writeNumberField("max_input_chars_per_word", pieces.longest());
      writeVocabulary(model.vocabulary(), json);
    } else if (words instanceof WordModel.WordLevel level) {
      json.writeStringField("type", "WordLevel");
      writeVocabulary(model.vocabulary(), json);
      json.writeStringField("unk_token", level.unknown());
    } else if (words instanceof WordModel.Unigram unigram) {
      writeUnigram(model.vocabulary(), unigram, json);
    }
    json.writeEndObject();
  }

  private static void writeVocabulary(Vocabulary vocabulary, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (token != null) {
        json.writeNumberField(token, id);
      }
    }
    json.writeEndObject();
  }

  private static void writeUnigram(
      Vocabulary vocabulary, WordModel.Unigram unigram, JsonGenerator json) throws IOException {
    json.writeStringField("type", "Unigram");
    Integer unknown = unigram.unknown();
    if (unknown == null) {
      json.writeNullField("unk_id");
    } else {
      json.writeNumberField("unk_id", unknown);
    }
    json.writeArrayFieldStart("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      json.writeStartArray();
      json.writeString(vocabulary.token(id));
      json.writeNumber(unigram.scores().getDouble(id));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeBooleanField("byte_fallback", unigram.byteFallback());
  }

  private static void writeBpe(Vocabulary vocabulary, WordModel.Bpe bpe, JsonGenerator json)
      throws IOException {
    json.writeStringField("type", "BPE");
    BpeOptions options = bpe.options();
    json.writeNullField("dropout");
    json.writeStringField("unk_token", options.unknown());
    json.writeStringField("continuing_subword_prefix", orNull(options.prefix()));
    json.writeStringField("end_of_word_suffix", orNull(options.suffix()));
    json.writeBooleanField("fuse_unk", options.fuseUnknown());
    json.writeBooleanField("byte_fallback", options.byteFallback());
    json.writeBooleanField("ignore_merges", options.ignoreMerges());
    writeVocabulary(vocabulary, json);
    json.writeArrayFieldStart("merges");
    for (BytePairs.Merge merge : bpe.merges()) {
      json.writeStartArray();
      json.writeString(vocabulary.token(merge.left()));
      json.writeString(vocabulary.token(merge.right()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
