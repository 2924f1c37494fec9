package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code '{} and {0.name!r:>8}'.format(...)}. */
final class BraceFormat {
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([^\\]]+)\\]");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private final Budget budget;
  private int automatic;
  private boolean numbered;

  BraceFormat(Budget budget) {
    this.budget = budget;
  }

  Text format(Text format, Arguments arguments) {
    return format(format, arguments, 0);
  }

  private Text format(Text format, Arguments arguments, int depth) {
    if (depth > 1) {
      throw new TemplateFault("Max string recursion exceeded");
    }
    TextBuilder out = new TextBuilder(budget);
    int at = 0;
    while (at < format.length()) {
      int c = format.at(at);
      boolean doubled = at + 1 < format.length() && format.at(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        out.marked(format.marked(at));
        at += 2;
      } else if (c == '{') {
        int end = end(format, at + 1);
        out.add(field(format.sub(at + 1, end), arguments, depth));
        at = end + 1;
      } else if (c == '}') {
        throw new TemplateFault("Single '}' encountered in format string");
      } else {
        out.marked(format.marked(at++));
      }
    }
    return out.text();
  }

  private static int end(Text format, int from) {
    int depth = 1;
    for (int i = from; i < format.length(); i++) {
      depth += format.at(i) == '{' ? 1 : format.at(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new TemplateFault("expected '}' before end of string");
  }

  private Text field(Text field, Arguments arguments, int depth) {
    int n = field.length();
    int colon = field.indexOf(Text.of(":"), 0, n, budget);
    int head = colon < 0 ? n : colon;
    int bang = field.indexOf(Text.of("!"), 0, head, budget);
    String name = field.sub(0, bang < 0 ? head : bang).toString();
    Value value = value(name, arguments);
    if (bang >= 0) {
      value =
          switch (field.sub(bang + 1, head).toString()) {
            case "s" -> Repr.str(value, budget);
            case "r" -> Repr.repr(value, budget);
            default ->
                throw new TemplateFault("the conversion of '{" + field + "}' is not supported");
          };
    }
    String spec = colon < 0 ? "" : format(field.sub(colon + 1, n), arguments, depth + 1).toString();
    return spec.isEmpty() ? Repr.str(value, budget) : FormatSpec.of(spec).format(value, budget);
  }

  private Value value(String name, Arguments arguments) {
    Matcher steps = STEP.matcher(name);
    int first = steps.find() ? steps.start() : name.length();
    String head = name.substring(0, first);
    Value value;
    if (head.isEmpty() || NUMBER.matcher(head).matches()) {
      int i = place(head);
      if (i >= arguments.positional().size()) {
        throw new TemplateFault(
            "Replacement index " + i + " out of range for positional args tuple");
      }
      value = arguments.positional().get(i);
    } else {
      Value named = arguments.named().get(head);
      if (named == null) {
        throw new TemplateFault("the format's field '" + head + "' is not given");
      }
      value = named;
    }
    int at = first;
    Access access = new Access(budget);
    while (at < name.length()) {
      if (!steps.find(at) || steps.start() != at) {
        throw new TemplateFault("the field '" + name + "' of a format is not supported");
      }
      String key = steps.group(2);
      value =
          key == null
              ? access.attribute(value, steps.group(1))
              : access.subscript(
                  value,
                  NUMBER.matcher(key).matches()
                      ? new Value.Int(new BigInteger(key))
                      : Text.of(key));
      at = steps.end();
    }
    return value;
  }

  private int place(String head) {
    if (head.isEmpty() ? numbered : automatic > 0) {
      throw new TemplateFault("a format numbers its fields both by hand and by itself");
    }
    if (head.isEmpty()) {
      return automatic++;
    }
    numbered = true;
    return Integer.parseInt(head);
  }
}
