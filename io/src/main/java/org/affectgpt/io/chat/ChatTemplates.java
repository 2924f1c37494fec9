package org.affectgpt.io.chat;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.io.template.Template;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The chat templates of one model, and the tokens that they may name.
 *
 * @param model names the model in messages
 * @param programs Jinja programs by name
 * @param tokens the variables {@code bos_token}, {@code eos_token} and their like
 */
public record ChatTemplates(
    String model, Map<String, Program> programs, Map<String, String> tokens) {
  /** The name of the template that is used where nothing else is asked for. */
  public static final String DEFAULT = "default";

  private static final String TOOL_USE = "tool_use";

  /**
   * A template as it is stored.
   *
   * @param source the file and key that it stands in
   */
  public record Program(String text, String source) {}

  public ChatTemplates {
    programs = new TreeMap<>(programs);
    tokens = Map.copyOf(tokens);
  }

  /**
   * Writes a conversation as the model's template does: {@code tool_use} where there is one and
   * tools are given, {@code default} otherwise, or the one that the request names.
   *
   * @throws InputException if there is no such template, it is not supported, or it objects
   */
  public ChatPrompt prompt(ChatRequest request, Clock clock) {
    DictValue.Builder variables = new DictValue.Builder();
    variables.put("tools", Value.None.NONE).put("documents", Value.None.NONE);
    variables.put("add_generation_prompt", Value.Bool.FALSE);
    tokens.forEach((name, token) -> variables.put(name, Text.of(token)));
    Program program = program(request);
    Template template = Template.parse(program.text(), program.source());
    FinalMessage end = FinalMessage.of(request.variables());
    if (end == null) {
      variables.putAll(request.variables());
      return new ChatPrompt(template.render(variables.build(), clock));
    }
    variables.putAll(end.mark(request.variables(), program.text()));
    return new ChatPrompt(end.cut(template.render(variables.build(), clock)));
  }

  private Program program(ChatRequest request) {
    String named = request.template();
    if (named != null) {
      return named(named);
    }
    boolean tools = request.hasTools() && programs.containsKey(TOOL_USE);
    return named(tools ? TOOL_USE : DEFAULT);
  }

  private Program named(String name) {
    @Nullable Program program = programs.get(name);
    if (program == null) {
      throw new InputException(
          model
              + ": has no chat template '"
              + name
              + "'"
              + (programs.isEmpty() ? "" : ", only " + String.join(", ", programs.keySet())));
    }
    return program;
  }
}
