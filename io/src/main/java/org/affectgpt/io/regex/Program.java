package org.affectgpt.io.regex;

/**
 * Instructions of four ints: an operation and its operands {@code a}, {@code b}, {@code c}.
 *
 * @param code the instructions
 * @param classes the sets they name by number
 * @param slots places to remember for loops whose body may match nothing
 * @param first the set of characters with which a match can begin, -1 if it can be empty
 */
@SuppressWarnings("ArrayRecordComponent")
record Program(int[] code, CharClasses classes, int slots, int first) {
  static final int SIZE = 4;

  /** The end of the program, of a look-around or of an atomic group. */
  static final int MATCH = 0;

  /** A character of set a. */
  static final int ONE = 1;

  /** b to c characters of set a, many first. */
  static final int RUN = 2;

  /** The same without giving any back. */
  static final int RUN_POSSESSIVE = 3;

  /** Goes on, and to a if that fails. */
  static final int TRY = 4;

  /** To a, and goes on if that fails. */
  static final int TRY_LATER = 5;

  /** Goes on only before a character of set a, else to b. */
  static final int GUARD = 6;

  /** To a. */
  static final int JUMP = 7;

  /** Notes the position in slot a. */
  static final int MARK = 8;

  /** To b if nothing was matched since slot a was noted. */
  static final int PROGRESS = 9;

  /** The edge whose ordinal is a; b is the set of word characters. */
  static final int EDGE = 10;

  /** Looks ahead from here; to a; b is 1 if it must not match. */
  static final int LOOK = 11;

  /** Looks back from c characters before; to a; b is 1 if it must not match. */
  static final int LOOK_BEHIND = 12;

  /** Matches what follows once; to a. */
  static final int ATOMIC = 13;
}
