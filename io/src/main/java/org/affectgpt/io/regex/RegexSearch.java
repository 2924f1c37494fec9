package org.affectgpt.io.regex;

import java.util.Arrays;

/**
 * Finds the matches of an expression in a text, from left to right, without overlap; of an empty
 * match just after another nothing is heard. Backtracking with a stack of its own: however long the
 * text, the thread's stack does not grow.
 */
public final class RegexSearch {
  /** Thrown when an expression backtracks without end on a text. */
  public static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlow() {
      super("its regular expression needs too many steps");
    }
  }

  private static final long STEPS = 10_000_000;
  private static final long STEPS_PER_CHAR = 500;
  private static final int FRAME = 3;

  /** What a loop of two frames a character needs, with room to spare. */
  private static final int STACK_PER_CHAR = 16 * FRAME;

  private static final int MOST_STACK = 100_000;

  /** In place of a program address: restores a slot. */
  private static final int SLOT = -1;

  private final int[] code;
  private final CharClasses classes;
  private final int firstSet;
  private final String text;
  private final int from;
  private final int to;
  private final int[] slots;
  private int[] stack = new int[16 * FRAME];
  private int top;
  private long steps;
  private int searched;
  private int lastEnd = -1;
  private int start;
  private int end;

  RegexSearch(Program program, String text, int from, int to) {
    this.code = program.code();
    this.classes = program.classes();
    this.firstSet = program.first();
    this.slots = new int[program.slots()];
    this.text = text;
    this.from = from;
    this.to = to;
    this.searched = from;
    this.steps = STEPS + STEPS_PER_CHAR * (to - from);
  }

  /** Whether there is a further match, which {@link #start} and {@link #end} then tell. */
  public boolean find() {
    for (int at = searched; at <= to; at = next(at)) {
      if (firstSet >= 0 && (at == to || !classes.holds(firstSet, text.codePointAt(at)))) {
        continue;
      }
      int stop = run(0, at);
      if (stop >= 0 && !(stop == at && at == lastEnd)) {
        start = at;
        end = stop;
        lastEnd = stop;
        searched = stop;
        return true;
      }
    }
    searched = to + 1;
    return false;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  private int next(int at) {
    return at < to ? at + Character.charCount(text.codePointAt(at)) : at + 1;
  }

  private void push(int pc, int at, int low) {
    if (top + FRAME > stack.length) {
      if (stack.length > MOST_STACK + STACK_PER_CHAR * (long) (to - from)) {
        throw new TooSlow();
      }
      stack = Arrays.copyOf(stack, 2 * stack.length);
    }
    stack[top] = pc;
    stack[top + 1] = at;
    stack[top + 2] = low;
    top += FRAME;
  }

  /** The end of the match of the instructions from {@code pc} on, or -1. */
  private int run(int beginPc, int beginAt) {
    int base = top;
    int pc = beginPc;
    int at = beginAt;
    while (true) {
      boolean fails = false;
      switch (code[pc]) {
        case Program.MATCH -> {
          top = base;
          return at;
        }
        case Program.ONE -> {
          int c = at < to ? text.codePointAt(at) : -1;
          fails = c < 0 || !classes.holds(code[pc + 1], c);
          at += c < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 1 : 2;
          pc += Program.SIZE;
        }
        case Program.RUN, Program.RUN_POSSESSIVE -> {
          int stop = runOf(code[pc + 1], code[pc + 3], at);
          int low = code[pc + 2] == 0 ? at : minimum(code[pc + 2], at, stop);
          fails = low < 0;
          boolean gives = code[pc] == Program.RUN && low < stop;
          pc += Program.SIZE;
          if (gives && !fails) {
            push(pc, stop, low);
          }
          at = stop;
        }
        case Program.TRY -> {
          push(code[pc + 1], at, -1);
          pc += Program.SIZE;
        }
        case Program.TRY_LATER -> {
          push(pc + Program.SIZE, at, -1);
          pc = code[pc + 1];
        }
        case Program.GUARD -> {
          boolean may = at < to && classes.holds(code[pc + 1], text.codePointAt(at));
          pc = may ? pc + Program.SIZE : code[pc + 2];
        }
        case Program.JUMP -> pc = code[pc + 1];
        case Program.MARK -> {
          int slot = code[pc + 1];
          push(SLOT - slot, slots[slot], -1);
          slots[slot] = at;
          pc += Program.SIZE;
        }
        case Program.PROGRESS -> pc = slots[code[pc + 1]] == at ? code[pc + 2] : pc + Program.SIZE;
        case Program.EDGE -> {
          fails = !isEdge(code[pc + 1], code[pc + 2], at);
          pc += Program.SIZE;
        }
        case Program.LOOK -> {
          fails = (run(pc + Program.SIZE, at) >= 0) == (code[pc + 2] == 1);
          pc = code[pc + 1];
        }
        case Program.LOOK_BEHIND -> {
          int begin = back(at, code[pc + 3]);
          boolean found = begin >= 0 && run(pc + Program.SIZE, begin) == at;
          fails = found == (code[pc + 2] == 1);
          pc = code[pc + 1];
        }
        default -> {
          int stop = run(pc + Program.SIZE, at);
          fails = stop < 0;
          at = stop;
          pc = code[pc + 1];
        }
      }
      if (--steps < 0) {
        throw new TooSlow();
      }
      if (fails) {
        pc = backtrack(base);
        if (pc < 0) {
          return -1;
        }
        at = resumed;
      }
    }
  }

  private int resumed;

  /** The instruction to go on with, at {@link #resumed}; -1 if nothing is left to try. */
  private int backtrack(int base) {
    while (top > base) {
      int frame = top - FRAME;
      int pc = stack[frame];
      int low = stack[frame + 2];
      if (pc <= SLOT) {
        slots[SLOT - pc] = stack[frame + 1];
        top = frame;
      } else if (low < 0) {
        resumed = stack[frame + 1];
        top = frame;
        return pc;
      } else {
        int at = stack[frame + 1];
        at -= Character.charCount(text.codePointBefore(at));
        stack[frame + 1] = at;
        if (at <= low) {
          top = frame;
        }
        resumed = at;
        return pc;
      }
    }
    return -1;
  }

  /** Where a run of at most {@code most} characters of a set ends. */
  private int runOf(int set, int most, int at) {
    int stop = at;
    for (int n = 0; n < most && stop < to; n++) {
      char unit = text.charAt(stop);
      int c = Character.isHighSurrogate(unit) ? text.codePointAt(stop) : unit;
      if (!classes.holds(set, c)) {
        break;
      }
      stop += c < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 1 : 2;
    }
    return stop;
  }

  /** The place after {@code least} characters, or -1 if the run is shorter. */
  private int minimum(int least, int at, int stop) {
    int low = at;
    for (int n = 0; n < least; n++) {
      if (low >= stop) {
        return -1;
      }
      low += Character.charCount(text.codePointAt(low));
    }
    return low;
  }

  /** The place so many characters before, or -1. */
  private int back(int at, int characters) {
    int begin = at;
    for (int n = 0; n < characters; n++) {
      if (begin <= from) {
        return -1;
      }
      begin -= Character.charCount(text.codePointBefore(begin));
    }
    return begin;
  }

  private boolean isEdge(int edge, int wordSet, int at) {
    boolean atStart = at == from;
    boolean atEnd = at == to;
    return switch (Node.Edge.values()[edge]) {
      case TEXT_START -> atStart;
      case TEXT_END -> atEnd;
      case TEXT_END_OR_LAST_NEWLINE -> atEnd || (at == to - 1 && text.charAt(at) == '\n');
      // As in Ruby, no line begins after a newline that ends the text.
      case LINE_START -> atStart || (!atEnd && text.charAt(at - 1) == '\n');
      case LINE_END -> atEnd || text.charAt(at) == '\n';
      case WORD_EDGE -> isWordEdge(wordSet, at);
      case NO_WORD_EDGE -> !isWordEdge(wordSet, at);
    };
  }

  private boolean isWordEdge(int wordSet, int at) {
    boolean before = at > from && classes.holds(wordSet, text.codePointBefore(at));
    boolean after = at < to && classes.holds(wordSet, text.codePointAt(at));
    return before != after;
  }
}
