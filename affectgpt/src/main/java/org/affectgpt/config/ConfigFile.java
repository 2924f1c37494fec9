package org.affectgpt.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML (or JSON, which is YAML too) into records: the defaults of {@code defaults.yaml}, the
 * files over them, and {@code --set a.b=value} over all. Keys are in snake case. What is unknown,
 * given twice or of another type is an error that names file, line, column and key.
 */
public final class ConfigFile {
  private static final String DEFAULTS = "defaults.yaml";

  /** How {@link Bounds} names an option. */
  private static final Pattern OPTION = Pattern.compile("option ([a-z0-9_]+)\\b");

  private final ObjectMapper mapper;

  public ConfigFile() {
    mapper =
        YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  }

  /** Reads one file. */
  public <T> T read(Path file, Class<T> type) {
    return read(List.of(file), List.of(), type);
  }

  /**
   * Reads files, later ones over earlier ones key by key, then the overrides.
   *
   * @param overrides {@code key.key=value}; later ones over earlier ones
   */
  public <T> T read(List<Path> files, List<String> overrides, Class<T> type) {
    return parse(files.stream().map(ConfigText::of).toList(), overrides, type);
  }

  /** The same from texts. */
  public <T> T parse(List<ConfigText> texts, List<String> overrides, Class<T> type) {
    String name = texts.isEmpty() ? "--set" : texts.getLast().name();
    YamlValue.Section merged = new YamlValue.Section(Place.in(name), Map.of());
    for (ConfigText text : texts) {
      merged = merged.under(section(text));
    }
    for (String override : overrides) {
      merged = Overrides.set(merged, override);
    }
    return convert(merged, type, name);
  }

  /**
   * The same from a tree, which has no lines.
   *
   * @param name names it in errors
   */
  public <T> T of(ObjectNode tree, String name, Class<T> type) {
    return convert((YamlValue.Section) Untyped.of(tree, Place.in(name)), type, name);
  }

  /** The YAML text of a record. */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static YamlValue.Section section(ConfigText text) {
    YamlValue value = YamlReader.read(text);
    if (value instanceof YamlValue.Section section) {
      return section;
    }
    throw new InputException(
        text.name()
            + ": a configuration is a list of keys with values"
            + (value == null ? ", but this is empty" : ""));
  }

  private <T> T convert(YamlValue.Section given, Class<T> type, String name) {
    ObjectNode node =
        type.isRecord()
            ? new Schema(name, section(ConfigText.resource(ConfigFile.class, DEFAULTS)), mapper)
                .section(given, type, "")
            : (ObjectNode) Untyped.of(given);
    try {
      return mapper.treeToValue(node, type);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      String said = cause == null ? null : cause.getMessage();
      throw new InputException(
          place(e, given, said, name) + ": " + (said == null ? "does not fit its options" : said),
          e);
    } catch (JsonProcessingException e) {
      throw new InputException(name + ": does not fit its options", e);
    }
  }

  /** Where the option stands that a record refuses; else the name of the whole. */
  private static String place(
      JsonMappingException e, YamlValue.Section root, @Nullable String said, String name) {
    YamlValue at = root;
    for (JsonMappingException.Reference r : e.getPath()) {
      if (at instanceof YamlValue.Section section
          && section.entries().get(r.getFieldName()) != null) {
        at = section.entries().get(r.getFieldName()).value();
      } else if (at instanceof YamlValue.Items list
          && r.getIndex() >= 0
          && r.getIndex() < list.items().size()) {
        at = list.items().get(r.getIndex());
      }
    }
    Matcher option = OPTION.matcher(said == null ? "" : said);
    if (option.find() && at instanceof YamlValue.Section section) {
      YamlValue.Entry entry = section.entries().get(option.group(1));
      return entry == null ? name : entry.place().toString();
    }
    return at == root ? name : at.place().toString();
  }
}
