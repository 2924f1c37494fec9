package org.affectgpt.io.template.value;

/** A template that cannot go on: an error of Python's, or a bound that is reached. One line. */
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean said;

  public TemplateFault(String message) {
    this(message, false);
  }

  private TemplateFault(String message, boolean said) {
    super(message, null, false, false);
    this.said = said;
  }

  /** What the template itself objects to, by {@code raise_exception}. */
  public static TemplateFault said(String message) {
    return new TemplateFault(message, true);
  }

  /** Whether the words are the template's own. */
  public boolean isSaid() {
    return said;
  }

  /** The line that is shown: breaks become spaces. */
  public String line() {
    return String.valueOf(getMessage()).strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
