package org.affectgpt.io.template.value;

import java.math.BigInteger;

/** A value of a template. Values do not change, but for {@link Member}s and iterators. */
public sealed interface Value
    permits Value.None,
        Value.Undefined,
        Value.Bool,
        Value.Int,
        Value.Real,
        Text,
        ListValue,
        TupleValue,
        DictValue,
        DictView,
        RangeValue,
        IteratorValue,
        Member {

  /** Python's {@code bool(x)}. */
  boolean isTrue();

  /** Python's name of the type. */
  String type();

  /** Python's None. */
  enum None implements Value {
    NONE;

    @Override
    public boolean isTrue() {
      return false;
    }

    @Override
    public String type() {
      return "NoneType";
    }
  }

  /**
   * A name or member that is not there: printed as nothing, an error in most else.
   *
   * @param message what is said then
   */
  record Undefined(String message) implements Value {
    /** The error of every operation that needs a value. */
    public TemplateFault fault() {
      return new TemplateFault(message);
    }

    @Override
    public boolean isTrue() {
      return false;
    }

    @Override
    public String type() {
      return "Undefined";
    }
  }

  /** A truth value, in arithmetic 0 or 1. */
  enum Bool implements Value {
    FALSE,
    TRUE;

    public static Bool of(boolean b) {
      return b ? TRUE : FALSE;
    }

    @Override
    public boolean isTrue() {
      return this == TRUE;
    }

    @Override
    public String type() {
      return "bool";
    }
  }

  /** A whole number of any size. */
  record Int(BigInteger value) implements Value {
    public static Int of(long value) {
      return new Int(BigInteger.valueOf(value));
    }

    @Override
    public boolean isTrue() {
      return value.signum() != 0;
    }

    @Override
    public String type() {
      return "int";
    }
  }

  /** A floating-point number. */
  record Real(double value) implements Value {
    @Override
    public boolean isTrue() {
      return value != 0;
    }

    @Override
    public String type() {
      return "float";
    }
  }
}
