package org.affectgpt.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * Reads YAML (or JSON, which is YAML too) into records. Keys are in snake case; an unknown key is
 * an error that names the file and the key; {@code --set a.b=value} replaces single values.
 */
public final class ConfigFile {
  private final ObjectMapper mapper;

  public ConfigFile() {
    mapper =
        new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER))
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
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
    ObjectNode merged = mapper.createObjectNode();
    String name = files.isEmpty() ? "--set" : files.getLast().toString();
    for (Path file : files) {
      merge(merged, tree(file));
    }
    for (String o : overrides) {
      override(merged, o);
    }
    return convert(merged, type, name);
  }

  /**
   * Reads a configuration from texts, later ones over earlier ones key by key; {@code name} stands
   * for them in errors.
   */
  public <T> T parse(List<String> texts, String name, List<String> overrides, Class<T> type) {
    ObjectNode merged = mapper.createObjectNode();
    try {
      for (String text : texts) {
        merge(merged, object(mapper.readTree(text), name));
      }
      overrides.forEach(o -> override(merged, o));
      return convert(merged, type, name);
    } catch (JsonProcessingException e) {
      throw new InputException(name + ": not valid YAML (" + line(e) + ")", e);
    }
  }

  /** The YAML text of a record. */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ObjectNode tree(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such configuration file");
    }
    try {
      return object(mapper.readTree(Files.readString(file)), file.toString());
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": not valid YAML (" + line(e) + ")", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static ObjectNode object(JsonNode node, String name) {
    if (node instanceof ObjectNode o) {
      return o;
    }
    throw new InputException(name + ": a configuration is a list of keys with values");
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(
            e -> {
              JsonNode old = into.get(e.getKey());
              if (old instanceof ObjectNode a && e.getValue() instanceof ObjectNode b) {
                merge(a, b);
              } else {
                into.set(e.getKey(), e.getValue());
              }
            });
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
    } catch (UnrecognizedPropertyException e) {
      throw new InputException(
          name
              + ": unknown option '"
              + path(e)
              + "'; known here: "
              + e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList(),
          e);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InputException input) {
        throw input;
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
    return type == String.class || type.isEnum() ? "a text" : "a section of keys and values";
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
