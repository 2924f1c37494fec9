package org.affectgpt.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.affectgpt.tensor.InputException;

/**
 * Reads YAML (or JSON, which is YAML too) into records: the defaults of {@code defaults.yaml}, the
 * files over them, and {@code --set a.b=value} over all. Keys are in snake case; an unknown key is
 * an error that names the file and the key.
 */
public final class ConfigFile {
  private static final String DEFAULTS = "defaults.yaml";

  private final ObjectMapper mapper;

  public ConfigFile() {
    mapper =
        YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    mapper
        .coercionConfigFor(LogicalType.Boolean)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
  }

  /** Reads one file. */
  public <T> T read(Path file, Class<T> type) {
    return read(List.of(file), List.of(), type);
  }

  /**
   * Reads files, later ones over earlier ones key by key, then the overrides.
   *
   * @param overrides {@code key.key=value}
   */
  public <T> T read(List<Path> files, List<String> overrides, Class<T> type) {
    return parse(files.stream().map(ConfigText::of).toList(), overrides, type);
  }

  /** The same from texts. */
  public <T> T parse(List<ConfigText> texts, List<String> overrides, Class<T> type) {
    ObjectNode merged = mapper.createObjectNode();
    texts.forEach(t -> Schema.overlay(merged, tree(t)));
    overrides.forEach(o -> override(merged, o));
    String name = texts.isEmpty() ? "--set" : texts.getLast().name();
    if (type.isRecord()) {
      new Schema(name, tree(ConfigText.resource(ConfigFile.class, DEFAULTS)))
          .complete(merged, type, "");
    }
    return convert(merged, type, name);
  }

  /** The YAML text of a record. */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ObjectNode tree(ConfigText text) {
    try {
      if (mapper.readTree(text.text()) instanceof ObjectNode o) {
        return o;
      }
    } catch (JsonProcessingException e) {
      throw new InputException(text.name() + ": not valid YAML (" + line(e) + ")", e);
    }
    throw new InputException(text.name() + ": a configuration is a list of keys with values");
  }

  private void override(ObjectNode root, String text) {
    int eq = text.indexOf('=');
    if (eq <= 0) {
      throw new InputException("--set " + text + ": write key=value");
    }
    String[] path = text.substring(0, eq).split("\\.", -1);
    ObjectNode at = root;
    for (int i = 0; i < path.length - 1; i++) {
      JsonNode next = at.get(path[i]);
      at = next instanceof ObjectNode o ? o : at.putObject(path[i]);
    }
    try {
      at.set(path[path.length - 1], mapper.readTree(text.substring(eq + 1)));
    } catch (JsonProcessingException e) {
      throw new InputException("--set " + text + ": the value is not valid YAML", e);
    }
  }

  private <T> T convert(ObjectNode node, Class<T> type, String name) {
    try {
      return mapper.treeToValue(node, type);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InputException input) {
        throw new InputException(name + ": " + input.getMessage(), input);
      }
      throw new InputException(name + ": option '" + path(e) + "': " + mismatch(e, node), e);
    } catch (JsonProcessingException e) {
      throw new InputException(name + ": " + line(e), e);
    }
  }

  /** What is wanted instead of what stands there. */
  private static String mismatch(JsonMappingException e, JsonNode root) {
    if (!(e instanceof MismatchedInputException m) || m.getTargetType() == null) {
      return line(e);
    }
    JsonNode found = root;
    for (JsonMappingException.Reference r : e.getPath()) {
      found = r.getFieldName() == null ? found.path(r.getIndex()) : found.path(r.getFieldName());
    }
    return "wants "
        + kind(m.getTargetType())
        + ", not "
        + (found.isMissingNode() ? "nothing" : found);
  }

  private static String kind(Class<?> type) {
    if (type == Integer.class || type == Long.class || type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    return type == String.class ? "a text" : "a section of keys and values";
  }

  private static String path(JsonMappingException e) {
    StringBuilder s = new StringBuilder();
    for (JsonMappingException.Reference r : e.getPath()) {
      if (r.getFieldName() == null) {
        s.append('[').append(r.getIndex()).append(']');
      } else {
        s.append(s.isEmpty() ? "" : ".").append(r.getFieldName());
      }
    }
    return s.toString();
  }

  private static String line(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("damaged");
  }
}
