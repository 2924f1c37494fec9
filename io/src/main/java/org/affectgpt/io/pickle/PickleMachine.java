package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stack machine: one pass over the opcodes, without recursion. */
final class PickleMachine {
  /** Highest protocol known. */
  private static final int PROTOCOL = 5;

  /** More opcodes than any real file has: bounds the memory of a stream of empty containers. */
  private static final int MAX_OPCODES = 1 << 24;

  private final PickleInput in;
  private final PickleGlobals globals;
  private final PersistentIds ids;
  private final PickleStack stack = new PickleStack();
  private final Map<Long, @Nullable Object> memo = new HashMap<>();
  private final PickleBudget budget;

  PickleMachine(MemorySegment stream, PickleGlobals globals, PersistentIds ids) {
    this.budget = new PickleBudget(stream.byteSize());
    this.in = new PickleInput(stream);
    this.globals = globals;
    this.ids = ids;
  }

  /** Runs up to STOP and returns the value on top. */
  @Nullable Object run() {
    for (int count = 0; count < MAX_OPCODES; count++) {
      int opcode = in.u8();
      if (opcode == '.') {
        return stack.pop();
      }
      if (!number(opcode) && !text(opcode) && !container(opcode) && !memory(opcode)) {
        other(opcode);
      }
    }
    throw new PickleException("has more than " + MAX_OPCODES + " opcodes");
  }

  private boolean number(int opcode) {
    switch (opcode) {
      case 'N' -> stack.push(null);
      case 0x88 -> stack.push(Boolean.TRUE);
      case 0x89 -> stack.push(Boolean.FALSE);
      case 'K' -> stack.push((long) in.u8());
      case 'M' -> stack.push((long) in.u16());
      case 'J' -> stack.push((long) in.i32());
      case 0x8a -> stack.push(in.integer(in.u8()));
      case 0x8b -> stack.push(in.integer(in.i32()));
      case 'G' -> stack.push(in.bigEndianDouble());
      case 'I' -> {
        String line = in.line();
        boolean truth = line.equals("00") || line.equals("01");
        stack.push(truth ? (Object) line.equals("01") : in.decimal(line));
      }
      case 'L' -> {
        String line = in.line();
        stack.push(in.decimal(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
      }
      case 'F' -> stack.push(PickleText.decimalFraction(in.line()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int opcode) {
    switch (opcode) {
      case 'X' -> stack.push(in.utf8(in.u32()));
      case 0x8c -> stack.push(in.utf8(in.u8()));
      case 0x8d -> stack.push(in.utf8(in.i64()));
      case 'V' -> stack.push(PickleText.rawUnicodeEscape(in.line()));
      case 'S' -> stack.push(PickleText.quoted(in.line()));
      case 'U' -> stack.push(in.latin1(in.u8()));
      case 'T' -> stack.push(in.latin1(in.u32()));
      case 'C' -> stack.push(in.bytes(in.u8()));
      case 'B' -> stack.push(in.bytes(in.u32()));
      case 0x8e, 0x96 -> stack.push(in.bytes(in.i64()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case '(' -> stack.mark();
      case '0' -> stack.popOrMark();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case ')' -> stack.push(PythonTuple.of());
      case 0x85 -> stack.push(PythonTuple.of(stack.pop()));
      case 0x86 -> {
        Object second = stack.pop();
        stack.push(PythonTuple.of(stack.pop(), second));
      }
      case 0x87 -> {
        Object third = stack.pop();
        Object second = stack.pop();
        stack.push(PythonTuple.of(stack.pop(), second, third));
      }
      case 't' -> stack.push(new PythonTuple(stack.popToMark()));
      case ']' -> stack.push(new ArrayList<@Nullable Object>());
      case 'l' -> stack.push(stack.popToMark());
      case 'a' -> {
        Object item = stack.pop();
        list().add(item);
      }
      case 'e' -> {
        List<@Nullable Object> items = stack.popToMark();
        list().addAll(items);
      }
      case '}' -> stack.push(new LinkedHashMap<@Nullable Object, @Nullable Object>());
      case 'd' -> {
        List<@Nullable Object> pairs = stack.popToMark();
        stack.push(new LinkedHashMap<@Nullable Object, @Nullable Object>());
        putAll(pairs);
      }
      case 's' -> {
        Object value = stack.pop();
        Object key = stack.pop();
        PickleKeys.put(dict(), key, value);
      }
      case 'u' -> putAll(stack.popToMark());
      case 0x8f -> stack.push(new LinkedHashSet<@Nullable Object>());
      case 0x90 -> addAll(stack.popToMark());
      case 0x91 -> {
        List<@Nullable Object> items = stack.popToMark();
        stack.push(new LinkedHashSet<@Nullable Object>());
        addAll(items);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private List<@Nullable Object> list() {
    return (List<@Nullable Object>) stack.peek(ArrayList.class, "a list");
  }

  @SuppressWarnings("unchecked")
  private Map<@Nullable Object, @Nullable Object> dict() {
    return (Map<@Nullable Object, @Nullable Object>) stack.peek(LinkedHashMap.class, "a dict");
  }

  private void putAll(List<@Nullable Object> pairs) {
    if (pairs.size() % 2 != 0) {
      throw new PickleException("is damaged: a dict has a key without a value");
    }
    Map<@Nullable Object, @Nullable Object> dict = dict();
    for (int i = 0; i < pairs.size(); i += 2) {
      PickleKeys.put(dict, pairs.get(i), pairs.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private void addAll(List<@Nullable Object> items) {
    Set<@Nullable Object> set = stack.peek(LinkedHashSet.class, "a set");
    items.forEach(item -> PickleKeys.add(set, item));
  }

  private boolean memory(int opcode) {
    switch (opcode) {
      case 'q' -> memo.put((long) in.u8(), stack.peek());
      case 'r' -> memo.put(in.u32(), stack.peek());
      case 'p' -> memo.put(memoIndex(), stack.peek());
      case 0x94 -> memo.put((long) memo.size(), stack.peek());
      case 'h' -> recall(in.u8());
      case 'j' -> recall(in.u32());
      case 'g' -> recall(memoIndex());
      default -> {
        return false;
      }
    }
    return true;
  }

  private long memoIndex() {
    if (in.decimal(in.line()) instanceof Long index) {
      return index;
    }
    throw new PickleException("is damaged: a memo index is too large");
  }

  private void recall(long index) {
    if (!memo.containsKey(index)) {
      throw new PickleException("is damaged: it recalls the value " + index + ", never stored");
    }
    stack.push(memo.get(index));
  }

  private void other(int opcode) {
    switch (opcode) {
      case 0x80 -> {
        int protocol = in.u8();
        if (protocol > PROTOCOL) {
          throw new PickleException("has the unknown protocol " + protocol);
        }
      }
      case 0x95 -> in.frame();
      case 'c' -> {
        String module = in.line();
        stack.push(global(module, in.line()));
      }
      case 0x93 -> {
        Object name = stack.pop();
        Object module = stack.pop();
        if (!(module instanceof String m) || !(name instanceof String n)) {
          throw new PickleException("is damaged: it names a global by something not a text");
        }
        stack.push(global(m, n));
      }
      case 'R', 0x81 -> {
        Object arguments = stack.pop();
        stack.push(call(stack.pop(), arguments));
      }
      case 'b' -> {
        Object state = stack.pop();
        build(stack.peek(), state);
      }
      case 'P' -> stack.push(ids.find(in.line()));
      case 'Q' -> stack.push(ids.find(stack.pop()));
      case 'i' -> {
        String module = in.line();
        throw refused(module + "." + in.line());
      }
      case 'o' -> {
        List<@Nullable Object> taken = stack.popToMark();
        Object first = taken.isEmpty() ? null : taken.getFirst();
        throw refused(first instanceof NamedFunction f ? f.name() : "an unnamed class");
      }
      case 0x92 -> throw refused("an object made with keyword arguments");
      case 0x82, 0x83, 0x84 -> throw refused("an extension code");
      case 0x97, 0x98 -> throw refused("a buffer outside of the stream");
      default ->
          throw new PickleException(
              String.format(
                  Locale.ROOT,
                  "is damaged: unknown opcode 0x%02x at byte %d",
                  opcode,
                  in.position() - 1));
    }
  }

  private Object global(String module, String name) {
    String full = module + "." + name;
    Object value = globals.find(full);
    if (value == null) {
      throw refused(full);
    }
    return value instanceof PickleFunction f ? new NamedFunction(full, f) : value;
  }

  private static PickleException refused(String name) {
    String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
    String shown = printable.length() > 100 ? printable.substring(0, 100) + "..." : printable;
    return new PickleException(
        "asks for '"
            + shown
            + "', which is refused: only tensors, arrays and plain containers are read");
  }

  private @Nullable Object call(@Nullable Object function, @Nullable Object arguments) {
    if (!(function instanceof NamedFunction named)) {
      throw new PickleException("calls " + PickleArguments.describe(function));
    }
    if (!(arguments instanceof PythonTuple tuple)) {
      throw new PickleException("calls " + named.name() + " without a tuple of arguments");
    }
    return named.call(tuple, budget);
  }

  /** An OrderedDict may have attributes, such as a state dict's {@code _metadata}: not needed. */
  private static void build(@Nullable Object target, @Nullable Object state) {
    if (target instanceof PickleState value) {
      value.set(state);
    } else if (!(target instanceof LinkedHashMap) || !(state instanceof Map)) {
      throw new PickleException(
          "sets attributes of " + PickleArguments.describe(target) + ", which is refused");
    }
  }
}
