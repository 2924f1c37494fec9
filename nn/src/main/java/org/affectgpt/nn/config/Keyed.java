package org.affectgpt.nn.config;

import java.util.List;

/** Keys with values, of whatever format, that a {@link KeyTable} can check. */
public interface Keyed {
  /** The keys, in the order of the file. */
  List<String> keys();

  /** The value of a key as JSON, a whole number always as an integer. */
  String json(String key);

  /** The file and the key, for messages. */
  String where(String key);

  /** Takes a line that the user should know. */
  void note(String line);
}
