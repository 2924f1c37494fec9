package org.affectgpt.tensor.cpu.weights;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;

/**
 * A format with {@link #ROWS} rows side by side, laid out as {@link DType#Q8_0_R64} tells: a
 * product reads one stream, and needs no sum over lanes.
 */
public abstract non-sealed class GroupFormat implements WeightFormat {
  /** Rows of a group. */
  public static final int ROWS = GroupLayout.ROWS;

  /** Ints of a line of a group. */
  private static final int LINE = 16;

  private static final int BLOCK = 32;

  private final DType type;

  GroupFormat(DType type) {
    this.type = type;
  }

  /**
   * Adds the products of a row of A of {@code k} elements with four vectors of a group's rows.
   *
   * @param group where the group begins
   * @param lane the first of the 16 ints of a line that is read; its rows are {@code 16 j + lane}
   *     and those after them
   * @param out where row {@code lane} of the group goes
   */
  abstract void addLanes(FloatSpan a, long group, int lane, int k, FloatSpan out);

  /**
   * Writes columns {@code from .. from + count}, whole blocks of 32, as floats {@code [count, 64]}:
   * of each the four vectors of rows {@code 16 j + lane}.
   *
   * @param group where the group begins
   * @param out where row {@code lane} of the first column goes
   */
  abstract void decodeLanes(long group, int lane, int from, int count, FloatSpan out);

  /** Products with whole groups. */
  @Override
  public final void dots(FloatSpan a, StoredRows b, FloatSpan out, boolean add) {
    if (!add) {
      Arrays.fill(out.data(), out.at(), out.at() + b.rows(), 0f);
    }
    for (int row = 0; row < b.rows(); row += ROWS) {
      for (int lane = 0; lane < LINE; lane += VectorWidth.LANES) {
        addLanes(a, b.row(row), lane, b.k(), out.plus(row + lane));
      }
    }
  }

  /**
   * Writes columns {@code from .. from + count} of the group at {@code group} as floats {@code
   * [count, 64]}; whole blocks of 32.
   */
  public final void decode(long group, int from, int count, FloatSpan out) {
    if (from % BLOCK != 0 || count % BLOCK != 0) {
      throw new IllegalArgumentException("columns " + from + " to " + (from + count));
    }
    for (int lane = 0; lane < LINE; lane += VectorWidth.LANES) {
      decodeLanes(group, lane, from, count, out.plus(lane));
    }
  }

  @Override
  public final void read(SegmentStorage w, long from, int count, FloatSpan out) {
    if (from < 0 || count > w.length() - from) {
      throw new IllegalArgumentException(count + " elements from " + from + " of " + w.length());
    }
    long at = NativeBytes.address(w, 0, w.length());
    GroupLayout.read(type, NativeBytes.ALL, at, w.columns(), from, out.data(), out.at(), count);
    Reference.reachabilityFence(w);
  }
}
