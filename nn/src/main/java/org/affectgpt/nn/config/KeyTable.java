package org.affectgpt.nn.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/**
 * What a reader does with every key that a file may have. A key that changes the answer is honoured
 * or refused; one that is not known changes nothing in the reference either, and is said so in one
 * line. The tables are printed in {@code io/docs/config-keys.md}.
 */
public final class KeyTable {
  /** What becomes of a key. */
  public enum Effect {
    /** Its value is used. */
    HONOURED("honoured"),
    /** It changes no answer. */
    NONE("no effect here"),
    /** It changes no answer here, but whoever wrote it may expect one: a line says so. */
    NOTED("no effect here, said so"),
    /** It would change the answer; any value but the neutral ones is an error. */
    REFUSED("refused");

    private final String words;

    Effect(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * One key.
   *
   * @param neutral values that change nothing, as JSON, beside null
   * @param meaning what the key says, or why it is not followed
   */
  public record Row(String key, Effect effect, List<String> neutral, String meaning) {
    public Row {
      neutral = List.copyOf(neutral);
    }
  }

  private static final List<String> EMPTY = List.of("false", "null", "\"\"", "[]", "{}");

  private final String file;
  private final String reference;
  private final Map<String, Row> rows;

  private KeyTable(String file, String reference, Map<String, Row> rows) {
    this.file = file;
    this.reference = reference;
    this.rows = rows;
  }

  /** Which file, or which part of one, the table is about. */
  public String file() {
    return file;
  }

  /** All rows, in the order of the documentation. */
  public List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /** The rows of some keys only. */
  public KeyTable only(Collection<String> keys) {
    Map<String, Row> some = new LinkedHashMap<>(rows);
    some.keySet().retainAll(keys);
    return new KeyTable(file, reference, some);
  }

  /**
   * Checks the keys of an object; notes go to the object.
   *
   * @throws InputException naming file, key, value and what to do
   */
  public void check(Keyed c) {
    List<String> unknown = new ArrayList<>();
    for (String key : c.keys()) {
      Row row = rows.get(key);
      String value = c.json(key);
      if (row == null) {
        if (!key.startsWith("_") && !EMPTY.contains(value)) {
          unknown.add(key);
        }
      } else if (!isNeutral(row, value)) {
        if (row.effect == Effect.REFUSED) {
          throw new InputException(
              c.where(key) + " is " + JsonConfig.shortened(value) + ": " + row.meaning);
        }
        if (row.effect == Effect.NOTED) {
          c.note(c.where(key) + " has no effect here: " + row.meaning);
        }
      }
    }
    if (!unknown.isEmpty()) {
      c.note(
          c.where(String.join(", ", unknown.subList(0, Math.min(8, unknown.size()))))
              + (unknown.size() > 8 ? " and " + (unknown.size() - 8) + " more" : "")
              + (unknown.size() == 1 ? " is" : " are")
              + " not known and without effect, as in "
              + reference);
    }
  }

  private static boolean isNeutral(Row row, String value) {
    return value.equals("null")
        || row.neutral.contains(value)
        || (row.effect == Effect.NOTED && EMPTY.contains(value));
  }

  /** Begins the table of a file. */
  public static Builder of(String file) {
    return new Builder(file);
  }

  /** Collects rows. */
  public static final class Builder {
    private final String file;
    private String reference = "transformers 5.18";
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private Builder(String file) {
      this.file = file;
    }

    /** What unknown keys have no effect in either. */
    public Builder reference(String name) {
      reference = name;
      return this;
    }

    /** A key whose value is used. */
    public Builder honoured(String meaning, String... keys) {
      return all(Effect.HONOURED, meaning, keys);
    }

    /** Keys that change no answer. */
    public Builder none(String meaning, String... keys) {
      return all(Effect.NONE, meaning, keys);
    }

    /** A key without effect that a line is said about, unless its value is neutral. */
    public Builder noted(String key, String meaning, String... neutral) {
      return add(new Row(key, Effect.NOTED, List.of(neutral), meaning));
    }

    /** A key that is an error unless its value is neutral. */
    public Builder refused(String key, String meaning, String... neutral) {
      return add(new Row(key, Effect.REFUSED, List.of(neutral), meaning));
    }

    /** The rows of another table, but for keys that are here already. */
    public Builder with(KeyTable other) {
      other.rows.forEach(rows::putIfAbsent);
      return this;
    }

    private Builder all(Effect effect, String meaning, String... keys) {
      for (String key : keys) {
        add(new Row(key, effect, List.of(), meaning));
      }
      return this;
    }

    private Builder add(Row row) {
      if (rows.putIfAbsent(row.key, row) != null) {
        throw new IllegalArgumentException("two rows for " + row.key + " of " + file);
      }
      return this;
    }

    public KeyTable build() {
      return new KeyTable(file, reference, new LinkedHashMap<>(rows));
    }
  }
}
