package org.affectgpt.io.chat;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.template.value.Budget;
import org.affectgpt.io.template.value.Characters;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.TextBuilder;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.io.template.value.WholeText;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The last message as the beginning of the answer: {@code continue_final_message}. As in
 * transformers it is marked before the template writes it, and the prompt ends at the mark.
 *
 * @param field which part of the message goes on: {@code content}, or the one that the request
 *     names
 * @param message the last one
 * @param block which of the parts of its content, if it is a list; or -1
 * @param text what goes on
 */
record FinalMessage(String field, DictValue message, int block, Text text) {
  static final String KEY = "continue_final_message";
  private static final String MESSAGES = "messages";
  private static final String MARK = "CONTINUE_FINAL_MESSAGE_TAG";

  /** What a request asks for: true, or the name of a field; null where it asks for nothing. */
  static @Nullable FinalMessage of(DictValue variables) {
    Value asked = variables.get(KEY);
    if (asked == null || !asked.isTrue()) {
      return null;
    }
    Value more = variables.get("add_generation_prompt");
    if (more != null && more.isTrue()) {
      throw new InputException(
          KEY + " and add_generation_prompt are both set; the answer begins at one of them");
    }
    String field = asked instanceof Text name ? name.toString() : "content";
    if (variables.get(MESSAGES) instanceof ListValue messages
        && messages.items().getLast() instanceof DictValue message) {
      Value value = message.get(field);
      if (value instanceof Text text) {
        return new FinalMessage(field, message, -1, text);
      }
      List<Value> blocks = value instanceof ListValue list ? list.items() : List.of();
      for (int i = blocks.size() - 1; i >= 0; i--) {
        if (blocks.get(i) instanceof DictValue block && block.get("text") instanceof Text text) {
          return new FinalMessage(field, message, i, text);
        }
      }
    }
    throw new InputException(KEY + ": the last message has no text '" + field + "' to go on from");
  }

  /** The variables with the last message marked. */
  DictValue mark(DictValue variables, String template) {
    if (!template.contains(field)) {
      throw new InputException(KEY + ": the chat template has no field '" + field + "'");
    }
    Value marked = new TextBuilder(new Budget()).add(text).add(MARK + " ").text();
    if (block >= 0) {
      List<Value> blocks = new ArrayList<>(list(message.get(field)));
      blocks.set(block, with((DictValue) blocks.get(block), "text", marked));
      marked = new ListValue(blocks);
    }
    List<Value> messages = new ArrayList<>(list(variables.get(MESSAGES)));
    messages.set(messages.size() - 1, with(message, field, marked));
    return with(variables, MESSAGES, new ListValue(messages));
  }

  private static List<Value> list(@Nullable Value value) {
    return value instanceof ListValue list ? list.items() : List.of();
  }

  private static DictValue with(DictValue dict, String key, Value value) {
    return new DictValue.Builder().putAll(dict).put(key, value).build();
  }

  /**
   * The prompt up to the mark; where the template took the space behind it, without what is there.
   */
  Text cut(Text rendered) {
    int at = rendered.lastIndexOf(Text.of(MARK), 0, rendered.length(), new Budget());
    Text whole = WholeText.strip(text, null);
    boolean shown = rendered.indexOf(whole, 0, rendered.length(), new Budget()) >= 0;
    if (at < 0 || !shown) {
      throw new InputException(
          KEY + ": the chat template does not show the last message, or only a part of it");
    }
    int end = at;
    if (!rendered.matches(Text.of(MARK + " "), at)) {
      while (end > 0 && Characters.isSpace(rendered.at(end - 1))) {
        end--;
      }
    }
    return rendered.sub(0, end);
  }
}
