package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code x[from:to:step]}. */
public final class Slices {
  private Slices() {}

  /** The places that a slice takes. */
  private record Places(int from, int step, int count) {
    int at(int i) {
      return from + i * step;
    }
  }

  /**
   * @param from None where it is left out, as the others
   */
  public static Value slice(Value value, Value from, Value to, Value step, Budget budget) {
    if (value instanceof Value.Undefined u) {
      throw u.fault();
    }
    if (value instanceof Text t) {
      Places p = places(t.length(), from, to, step);
      int[] points = new int[p.count];
      for (int i = 0; i < p.count; i++) {
        points[i] = t.marked(p.at(i));
      }
      budget.make(p.count);
      return Text.ofMarked(points).asMarkup(t.isMarkup());
    }
    if (value instanceof ListValue l) {
      return new ListValue(take(l.items(), places(l.items().size(), from, to, step), budget));
    }
    if (value instanceof TupleValue t) {
      return TupleValue.of(take(t.items(), places(t.items().size(), from, to, step), budget));
    }
    if (value instanceof RangeValue r) {
      Places p = places(r.length(), from, to, step);
      BigInteger by = r.step().multiply(BigInteger.valueOf(p.step));
      BigInteger start = r.start().add(r.step().multiply(BigInteger.valueOf(p.from)));
      BigInteger stop = start.add(by.multiply(BigInteger.valueOf(p.count)));
      return new RangeValue(start, stop, by, p.count);
    }
    throw new TemplateFault("'" + value.type() + "' object cannot be sliced");
  }

  private static List<Value> take(List<Value> items, Places p, Budget budget) {
    budget.make(p.count);
    List<Value> taken = new ArrayList<>(p.count);
    for (int i = 0; i < p.count; i++) {
      taken.add(items.get(p.at(i)));
    }
    return taken;
  }

  private static Places places(int length, Value from, Value to, Value step) {
    int by = step == Value.None.NONE ? 1 : clamp(step);
    if (by == 0) {
      throw new TemplateFault("slice step cannot be zero");
    }
    int first = by > 0 ? 0 : length - 1;
    int last = by > 0 ? length : -1;
    int begin = from == Value.None.NONE ? first : bound(clamp(from), length, by);
    int end = to == Value.None.NONE ? last : bound(clamp(to), length, by);
    long span = by > 0 ? (long) end - begin : (long) begin - end;
    long size = Math.abs((long) by);
    return new Places(begin, by, span <= 0 ? 0 : (int) ((span + size - 1) / size));
  }

  private static int bound(int place, int length, int step) {
    int low = step > 0 ? 0 : -1;
    int high = step > 0 ? length : length - 1;
    long absolute = place < 0 ? (long) place + length : place;
    return (int) Math.max(low, Math.min(high, absolute));
  }

  private static int clamp(Value value) {
    BigInteger number = Numbers.asInt(value);
    if (number == null) {
      throw new TemplateFault("slice indices must be integers or None");
    }
    return number
        .max(BigInteger.valueOf(-Integer.MAX_VALUE))
        .min(BigInteger.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /** The place that an index names, from the end if negative; -1 where there is none. */
  static int index(Value index, int length) {
    BigInteger number = Numbers.asInt(index);
    if (number == null || number.bitLength() >= Integer.SIZE) {
      return -1;
    }
    long place = number.signum() < 0 ? number.intValue() + (long) length : number.intValue();
    return place >= 0 && place < length ? (int) place : -1;
  }
}
