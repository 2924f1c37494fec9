package org.affectgpt.io;

/** Reads the text of a JSON file; a configuration's {@code fromJson} is one. */
@FunctionalInterface
public interface ConfigReader<C> {
  /**
   * @param json the file's text
   * @param source names the file in messages
   * @throws org.affectgpt.tensor.InputException naming file and key at fault
   */
  C read(String json, String source);
}
