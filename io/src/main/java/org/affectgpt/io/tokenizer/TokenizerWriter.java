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
    json.writeStringField("type", "BPE");
    BpeOptions options = model.options();
    json.writeNullField("dropout");
    json.writeStringField("unk_token", options.unknown());
    json.writeStringField("continuing_subword_prefix", orNull(options.prefix()));
    json.writeStringField("end_of_word_suffix", orNull(options.suffix()));
    json.writeBooleanField("fuse_unk", options.fuseUnknown());
    json.writeBooleanField("byte_fallback", options.byteFallback());
    json.writeBooleanField("ignore_merges", options.ignoreMerges());
    json.writeObjectFieldStart("vocab");
    for (int id = 0; id < model.vocabulary().size(); id++) {
      String token = model.vocabulary().token(id);
      if (token != null) {
        json.writeNumberField(token, id);
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("merges");
    for (BytePairs.Merge merge : model.merges()) {
      json.writeStartArray();
      json.writeString(model.vocabulary().token(merge.left()));
      json.writeString(model.vocabulary().token(merge.right()));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
