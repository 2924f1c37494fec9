package org.affectgpt.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.PlainText;

/**
 * A configuration not yet parsed.
 *
 * @param name names it in errors
 */
public record ConfigText(String name, String text) {

  /** A file. */
  public static ConfigText of(Path file) {
    InputFile.require(file, "no such configuration file");
    return new ConfigText(file.toString(), PlainText.read(file));
  }

  /** A resource beside a class, which is part of the program. */
  public static ConfigText resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new ConfigText(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + name + " cannot be read", e);
    }
  }
}
