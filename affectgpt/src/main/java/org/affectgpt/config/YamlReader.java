package org.affectgpt.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into values with their places, and refuses what another reader might take
 * otherwise: a key given twice, a second document, tags. Anchors, aliases and merge keys are
 * followed as far as they stay small.
 */
final class YamlReader {
  /** Values in all, those behind aliases counted wherever they are used. */
  private static final int MOST = 50_000;

  private static final int DEEPEST = 60;
  private static final int LONGEST = 4 << 20;
  private static final String MERGE = "<<";

  private final String name;
  private final Parser parser;
  private final Map<String, YamlValue> anchors = new HashMap<>();
  private int values;

  private YamlReader(ConfigText text) {
    this.name = text.name();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    this.parser = new ParserImpl(new StreamReader(spaced(text.text())), options);
  }

  /** JSON may be indented by tabs, which YAML refuses. */
  private static String spaced(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }

  /**
   * The document of a text; null if there is none.
   *
   * @throws InputException naming source, line and column
   */
  static @Nullable YamlValue read(ConfigText text) {
    if (text.text().length() > LONGEST) {
      throw new InputException(text.name() + ": is too long for a configuration");
    }
    try {
      return new YamlReader(text).document();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      String place = mark == null ? text.name() : place(text.name(), mark).toString();
      throw new InputException(place + ": not valid YAML: " + problem(e.getProblem()), e);
    } catch (NumberFormatException e) {
      throw new InputException(text.name() + ": not valid YAML: it ends within an escape", e);
    } catch (YAMLException e) {
      throw new InputException(
          text.name() + ": not valid YAML: it holds a control character or is damaged", e);
    }
  }

  private static String problem(@Nullable String said) {
    String problem = said == null ? "damaged" : said;
    return problem.contains("TAB")
        ? "a tab stands where only spaces may"
        : problem.replace("<stream end>", "the end of the file");
  }

  private @Nullable YamlValue document() {
    parser.getEvent(); // the stream begins
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    parser.getEvent(); // the document begins
    YamlValue value = value(0);
    parser.getEvent(); // the document ends
    Event next = parser.getEvent();
    if (!next.is(Event.ID.StreamEnd)) {
      throw new InputException(
          place(next) + ": a second document begins; a configuration is one document");
    }
    return value;
  }

  private YamlValue value(int depth) {
    Event event = parser.getEvent();
    if (depth > DEEPEST) {
      throw new InputException(place(event) + ": sections lie too deep in each other");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    count(event, 1);
    YamlValue value;
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar, scalar.getTag());
      value =
          new YamlValue.Text(
              place(event), scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    } else if (event instanceof SequenceStartEvent start) {
      refuseTag(start, start.getTag());
      value = items(place(event), depth);
    } else if (event instanceof MappingStartEvent start) {
      refuseTag(start, start.getTag());
      value = section(place(event), depth);
    } else {
      throw new InputException(place(event) + ": not valid YAML: a value is missing");
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, value);
    }
    return value;
  }

  private YamlValue alias(AliasEvent alias) {
    YamlValue value = anchors.get(alias.getAnchor());
    if (value == null) {
      throw new InputException(
          place(alias) + ": *" + alias.getAnchor() + " stands for no value before it");
    }
    count(alias, size(value));
    return value;
  }

  private void count(Event event, int more) {
    values += more;
    if (values > MOST) {
      throw new InputException(
          place(event) + ": has more than " + MOST + " values, aliases written out");
    }
  }

  private static int size(YamlValue value) {
    int size = 1;
    if (value instanceof YamlValue.Items list) {
      for (YamlValue item : list.items()) {
        size = Math.min(MOST + 1, size + size(item));
      }
    } else if (value instanceof YamlValue.Section section) {
      for (YamlValue.Entry entry : section.entries().values()) {
        size = Math.min(MOST + 1, size + size(entry.value()));
      }
    }
    return size;
  }

  private void refuseTag(Event event, @Nullable String tag) {
    if (tag != null) {
      throw new InputException(
          place(event)
              + ": the tag "
              + tag.replace("tag:yaml.org,2002:", "!!")
              + " is not known here; write the value without it");
    }
  }

  private YamlValue items(Place place, int depth) {
    List<YamlValue> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value(depth + 1));
    }
    parser.getEvent();
    return new YamlValue.Items(place, items);
  }

  private YamlValue section(Place place, int depth) {
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    List<YamlValue.Section> merged = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Place at = place(parser.peekEvent());
      if (!(value(depth + 1) instanceof YamlValue.Text key)) {
        throw new InputException(at + ": a key is a word, not a list or a section");
      }
      YamlValue value = value(depth + 1);
      if (key.plain() && key.text().equals(MERGE)) {
        merged.addAll(sections(at, value));
        continue;
      }
      YamlValue.Entry before = entries.put(key.text(), new YamlValue.Entry(at, value));
      if (before != null) {
        throw new InputException(
            at
                + ": key '"
                + key.text()
                + "' is given twice, first in "
                + before.place().inside()
                + "; keep one");
      }
    }
    parser.getEvent();
    // Of sections merged, the first that has a key counts; keys written out stand over all.
    merged.forEach(m -> m.entries().forEach(entries::putIfAbsent));
    return new YamlValue.Section(place, entries);
  }

  private static List<YamlValue.Section> sections(Place at, YamlValue value) {
    if (value instanceof YamlValue.Section one) {
      return List.of(one);
    }
    if (value instanceof YamlValue.Items list
        && list.items().stream().allMatch(i -> i instanceof YamlValue.Section)) {
      return list.items().stream().map(i -> (YamlValue.Section) i).toList();
    }
    throw new InputException(at + ": << takes a section, or a list of sections");
  }

  private Place place(Event event) {
    return place(name, event.getStartMark());
  }

  private static Place place(String name, Mark mark) {
    return new Place(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
