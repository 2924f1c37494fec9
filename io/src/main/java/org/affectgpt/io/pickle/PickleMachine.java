package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final PickleMemo memo = new PickleMemo();
  private final PickleBudget budget;

  PickleMachine(MemorySegment stream, PickleGlobals globals, PersistentIds ids) {
    this.budget = new PickleBudget(stream.byteSize());
    this.in = new PickleInput(stream);
    this.globals = globals;
    this.ids = ids;
  }

  /** Bytes of the stream that have been taken: those up to STOP once it has run. */
  long position() {
    return in.position();
  }

  /** Runs up to STOP and returns the value on top. */
  @Nullable Object run() {
    for (int count = 0; count < MAX_OPCODES; count++) {
      PickleOpcode opcode = opcode();
      if (opcode == PickleOpcode.STOP) {
        return stack.pop();
      }
      if (!number(opcode) && !text(opcode) && !container(opcode) && !memory(opcode)) {
        other(opcode);
      }
    }
    throw new PickleException("has more than " + MAX_OPCODES + " opcodes");
  }

  private PickleOpcode opcode() {
    int code = in.u8();
    PickleOpcode opcode = PickleOpcode.of(code);
    if (opcode == null) {
      throw new PickleException(
          "is damaged: unknown opcode 0x%02x at byte %d".formatted(code, in.position() - 1));
    }
    return opcode;
  }

  private boolean number(PickleOpcode opcode) {
    switch (opcode) {
      case NONE -> stack.push(null);
      case NEWTRUE -> stack.push(Boolean.TRUE);
      case NEWFALSE -> stack.push(Boolean.FALSE);
      case BININT1 -> stack.push((long) in.u8());
      case BININT2 -> stack.push((long) in.u16());
      case BININT -> stack.push((long) in.i32());
      case LONG1 -> stack.push(in.integer(in.u8()));
      case LONG4 -> stack.push(in.integer(in.i32()));
      case BINFLOAT -> stack.push(in.bigEndianDouble());
      case INT -> {
        String line = in.line();
        boolean truth = line.equals("00") || line.equals("01");
        stack.push(truth ? (Object) line.equals("01") : in.decimal(line));
      }
      case LONG -> {
        String line = in.line();
        stack.push(in.decimal(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
      }
      case FLOAT -> stack.push(PickleText.decimalFraction(in.line()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(PickleOpcode opcode) {
    switch (opcode) {
      case BINUNICODE -> stack.push(in.utf8(in.u32()));
      case SHORT_BINUNICODE -> stack.push(in.utf8(in.u8()));
      case BINUNICODE8 -> stack.push(in.utf8(in.i64()));
      case UNICODE -> stack.push(PickleText.rawUnicodeEscape(in.line()));
      case STRING -> stack.push(PickleText.quoted(in.line()));
      case SHORT_BINSTRING -> stack.push(in.latin1(in.u8()));
      case BINSTRING -> stack.push(in.latin1(in.u32()));
      case SHORT_BINBYTES -> stack.push(in.bytes(in.u8()));
      case BINBYTES -> stack.push(in.bytes(in.u32()));
      case BINBYTES8, BYTEARRAY8 -> stack.push(in.bytes(in.i64()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(PickleOpcode opcode) {
    switch (opcode) {
      case MARK -> stack.mark();
      case POP -> stack.popOrMark();
      case POP_MARK -> stack.popToMark();
      case DUP -> stack.push(stack.peek());
      case EMPTY_TUPLE -> stack.push(PythonTuple.of());
      case TUPLE1 -> stack.push(PythonTuple.of(stack.pop()));
      case TUPLE2 -> {
        Object second = stack.pop();
        stack.push(PythonTuple.of(stack.pop(), second));
      }
      case TUPLE3 -> {
        Object third = stack.pop();
        Object second = stack.pop();
        stack.push(PythonTuple.of(stack.pop(), second, third));
      }
      case TUPLE -> stack.push(new PythonTuple(stack.popToMark()));
      case EMPTY_LIST -> stack.push(new ArrayList<@Nullable Object>());
      case LIST -> stack.push(stack.popToMark());
      case APPEND -> {
        Object item = stack.pop();
        list().add(item);
      }
      case APPENDS -> {
        List<@Nullable Object> items = stack.popToMark();
        list().addAll(items);
      }
      case EMPTY_DICT -> stack.push(new LinkedHashMap<@Nullable Object, @Nullable Object>());
      case DICT -> {
        List<@Nullable Object> pairs = stack.popToMark();
        stack.push(new LinkedHashMap<@Nullable Object, @Nullable Object>());
        putAll(pairs);
      }
      case SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        PickleKeys.put(dict(), key, value);
      }
      case SETITEMS -> putAll(stack.popToMark());
      case EMPTY_SET -> stack.push(new LinkedHashSet<@Nullable Object>());
      case ADDITEMS -> addAll(stack.popToMark());
      case FROZENSET -> {
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

  private boolean memory(PickleOpcode opcode) {
    switch (opcode) {
      case BINPUT -> memo.store(in.u8(), stack.peek());
      case LONG_BINPUT -> memo.store(in.u32(), stack.peek());
      case PUT -> memo.store(memoIndex(), stack.peek());
      case MEMOIZE -> memo.store(memo.size(), stack.peek());
      case BINGET -> stack.push(memo.recall(in.u8()));
      case LONG_BINGET -> stack.push(memo.recall(in.u32()));
      case GET -> stack.push(memo.recall(memoIndex()));
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

  private void other(PickleOpcode opcode) {
    switch (opcode) {
      case PROTO -> {
        int protocol = in.u8();
        if (protocol > PROTOCOL) {
          throw new PickleException("has the unknown protocol " + protocol);
        }
      }
      case FRAME -> in.frame();
      case GLOBAL -> {
        String module = in.line();
        stack.push(global(module, in.line()));
      }
      case STACK_GLOBAL -> {
        Object name = stack.pop();
        Object module = stack.pop();
        if (!(module instanceof String m) || !(name instanceof String n)) {
          throw new PickleException("is damaged: it names a global by something not a text");
        }
        stack.push(global(m, n));
      }
      case REDUCE, NEWOBJ -> {
        Object arguments = stack.pop();
        stack.push(call(stack.pop(), arguments));
      }
      case BUILD -> {
        Object state = stack.pop();
        build(stack.peek(), state);
      }
      case PERSID -> stack.push(ids.find(in.line()));
      case BINPERSID -> stack.push(ids.find(stack.pop()));
      case INST -> {
        String module = in.line();
        throw refused(module + "." + in.line());
      }
      case OBJ -> {
        List<@Nullable Object> taken = stack.popToMark();
        Object first = taken.isEmpty() ? null : taken.getFirst();
        throw refused(first instanceof NamedFunction f ? f.name() : "an unnamed class");
      }
      case NEWOBJ_EX -> throw refused("an object made with keyword arguments");
      case EXT1, EXT2, EXT4 -> throw refused("an extension code");
      case NEXT_BUFFER, READONLY_BUFFER -> throw refused("a buffer outside of the stream");
      default -> throw new IllegalStateException(opcode + " is not carried out");
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
