package org.affectgpt.io.template;

import java.time.Clock;
import java.util.List;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.TemplateFault;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.tensor.InputException;

/**
 * A chat template, ready to run: Jinja2's sandbox with {@code trim_blocks}, {@code lstrip_blocks},
 * loop controls and the tag {@code generation}, as transformers sets it up. What is not known is
 * refused by its name and the template's line. Immutable; threads may share one.
 */
public final class Template {
  private final List<Statement> body;
  private final UnsetNames unset;
  private final String source;

  private Template(List<Statement> body, String source) {
    this.body = body;
    this.unset = UnsetNames.of(body);
    this.source = source;
  }

  /**
   * Reads a template.
   *
   * @param source names the file and key in messages
   * @throws InputException if it is no template, or uses what is not supported
   */
  public static Template parse(String template, String source) {
    try {
      List<Statement> body = StatementParser.parse(template);
      new NameCheck(Filters.names(), Tests.names()).check(body, false);
      return new Template(body, source);
    } catch (SyntaxFault e) {
      throw new InputException(source + ", line " + e.line() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs it.
   *
   * @param variables what it is given; strings of {@link Text#user} stay known as a user's
   * @param clock what {@code strftime_now} reads
   * @throws InputException if the template objects or fails, or takes too long
   */
  public Text render(DictValue variables, Clock clock) {
    Run run = new Run(clock);
    Scope globals = new Scope(null);
    Globals.define(globals, run);
    for (DictValue.Entry e : variables.entries()) {
      globals.set(e.key().toString(), e.value());
    }
    TextBuilder out = new TextBuilder(run.budget());
    try {
      Renderer renderer = new Renderer(run, unset, globals, body);
      renderer.render(body, renderer.root(), out);
      return out.text();
    } catch (TemplateFault e) {
      String what = e.isSaid() ? "the template objects: " + e.line() : e.line();
      throw new InputException(source + ", line " + run.line() + ": " + what, e);
    } catch (StackOverflowError e) {
      throw new InputException(source + ", line " + run.line() + ": is nested too deeply", e);
    }
  }
}
