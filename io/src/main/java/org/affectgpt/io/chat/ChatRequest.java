package org.affectgpt.io.chat;

import java.util.List;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.JsonReader;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and whatever else a template is given.
 *
 * @param variables by name: messages, tools, documents, add_generation_prompt, any other
 * @param template the name of the template that is asked for, or null
 */
public record ChatRequest(DictValue variables, @Nullable String template) {
  private static final String MESSAGES = "messages";
  private static final String TEMPLATE = "chat_template";

  /**
   * Reads an object with {@code messages} and further variables, or a list of messages. Its strings
   * are a user's, but for those of variables such as {@code bos_token}.
   *
   * @param source names the file in messages
   * @throws InputException saying what is wrong, with line and column where it is no JSON
   */
  public static ChatRequest parse(String json, String source) {
    Value read;
    try {
      read = JsonReader.read(json);
    } catch (JsonReader.JsonFault e) {
      throw new InputException(source + ": is not valid JSON, " + e.getMessage(), e);
    }
    DictValue.Builder all = new DictValue.Builder();
    String template = null;
    if (read instanceof DictValue given) {
      for (DictValue.Entry e : given.entries()) {
        String name = e.key().toString();
        if (name.equals(TEMPLATE)) {
          template = text(e.value(), source);
        } else {
          boolean token = name.endsWith("_token") && e.value() instanceof Text;
          all.put(name, token ? Text.of(e.value().toString()) : e.value());
        }
      }
    } else {
      all.put(MESSAGES, read);
    }
    DictValue variables = all.build();
    check(variables, source);
    return new ChatRequest(variables, template);
  }

  private static String text(Value value, String source) {
    if (value instanceof Text name) {
      return name.toString();
    }
    throw new InputException(source + ": key chat_template must name one of the model's templates");
  }

  private static void check(DictValue variables, String source) {
    if (!(variables.get(MESSAGES) instanceof ListValue messages)) {
      throw new InputException(
          source + ": needs an object with the list 'messages', or the list alone");
    }
    if (messages.items().isEmpty()) {
      throw new InputException(source + ": key messages is empty; give at least one message");
    }
    if (messages.items().get(0) instanceof ListValue) {
      throw new InputException(
          source + ": key messages holds several conversations; give one a file");
    }
    for (String name : List.of("tools", "documents")) {
      Value value = variables.get(name);
      boolean absent = value == null || value == Value.None.NONE;
      boolean objects =
          value instanceof ListValue l && l.items().stream().allMatch(i -> i instanceof DictValue);
      if (!absent && !objects) {
        throw new InputException(source + ": key " + name + " must be a list of objects");
      }
    }
  }

  /** One question, perhaps with what the system says, at whose end the answer begins. */
  public static ChatRequest question(@Nullable String system, String user) {
    java.util.ArrayList<Value> messages = new java.util.ArrayList<>();
    if (system != null) {
      messages.add(message("system", system));
    }
    messages.add(message("user", user));
    return new ChatRequest(
        new DictValue.Builder()
            .put(MESSAGES, new ListValue(messages))
            .put("add_generation_prompt", Value.Bool.TRUE)
            .build(),
        null);
  }

  /** A question that has been answered. */
  static ChatRequest answered(String user, String answer) {
    return new ChatRequest(
        new DictValue.Builder()
            .put(
                MESSAGES,
                new ListValue(List.of(message("user", user), message("assistant", answer))))
            .build(),
        null);
  }

  private static Value message(String role, String content) {
    return new DictValue.Builder()
        .put("role", Text.of(role))
        .put("content", Text.user(content))
        .build();
  }

  /** Whether tools are given. */
  boolean hasTools() {
    Value tools = variables.get("tools");
    return tools != null && tools != Value.None.NONE;
  }
}
