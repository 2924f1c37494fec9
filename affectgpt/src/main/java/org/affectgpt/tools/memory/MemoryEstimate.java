package org.affectgpt.tools.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.memory.MemoryPart.Place;

/**
 * What running a model will take, told before anything big is loaded.
 *
 * @param parts what takes memory; parts of one name are told as one
 * @param matrixElements elements of the language model's matrices, which quantising would shrink
 * @param matrixBytes bytes that those elements take now
 * @param tokenBytes what one more token of the answer takes
 * @param tokens the largest answer
 */
public record MemoryEstimate(
    List<MemoryPart> parts, long matrixElements, long matrixBytes, long tokenBytes, int tokens) {
  private static final double GIB = 1L << 30;
  private static final double MIB = 1L << 20;

  /** Bytes an element of a block format: 32 values share a scale. */
  private static final double Q8_0 = 34 / 32.0;

  private static final double Q4_0 = 18 / 32.0;

  /** Classes, compiled code, thread stacks, the media library. */
  private static final long VIRTUAL_MACHINE = 256L << 20;

  /** What the command itself keeps on the heap. */
  private static final long JAVA_HEAP = 64L << 20;

  /**
   * How far the heap grows beyond what is alive: a gibibyte even where little is, and three
   * quarters of what is alive. Measured at the 0.5B shape under G1, which lets dead activations lie
   * as long as its pauses are short.
   */
  private static final long DEAD_OBJECTS = 1L << 30;

  private static final double DEAD_SHARE = 0.75;

  public MemoryEstimate {
    Map<String, MemoryPart> sums = new LinkedHashMap<>();
    for (MemoryPart p : parts) {
      sums.merge(
          p.name(),
          p,
          (a, b) -> new MemoryPart(a.name(), a.place(), Math.addExact(a.bytes(), b.bytes())));
    }
    parts = List.copyOf(sums.values());
  }

  /**
   * The estimate of a model that answers with a decoder.
   *
   * @param model the mapped weights of the language model
   * @param decoding its cache and activations
   * @param others encoders, adapters and their activations; may be empty
   */
  public static MemoryEstimate of(
      WeightMemory model, DecoderMemory decoding, List<MemoryPart> others) {
    List<MemoryPart> all = new ArrayList<>(model.parts());
    all.addAll(others);
    all.addAll(decoding.parts());
    all.add(new MemoryPart("Java", Place.HEAP, JAVA_HEAP));
    all.add(new MemoryPart("virtual machine", Place.NATIVE, VIRTUAL_MACHINE));
    return new MemoryEstimate(
        all,
        model.matrixElements(),
        model.matrixBytes(),
        decoding.tokenBytes(),
        decoding.newTokens());
  }

  /** Bytes at one place. */
  public long at(Place place) {
    return parts.stream().filter(p -> p.place() == place).mapToLong(MemoryPart::bytes).sum();
  }

  /** All bytes. */
  public long total() {
    return parts.stream().mapToLong(MemoryPart::bytes).sum();
  }

  /**
   * What will be resident at most: all that is needed, and the dead objects that the collector has
   * not freed yet, which the bound of the heap limits.
   */
  public long peak(MachineMemory machine) {
    long alive = at(Place.HEAP);
    long dead = DEAD_OBJECTS + (long) (DEAD_SHARE * alive);
    return total() + Math.min(dead, Math.max(0, machine.heap() - alive));
  }

  /** One line for people. What is needed is what is alive at once; without it nothing can run. */
  public String line(MachineMemory machine) {
    String list =
        parts.stream()
            .filter(p -> p.bytes() >= MIB)
            .map(p -> p.name() + " " + size(p.bytes()))
            .collect(Collectors.joining(", "));
    return "memory: "
        + size(total())
        + " needed, up to "
        + size(peak(machine))
        + " resident before dead objects are freed, of "
        + size(machine.available())
        + " available ("
        + list
        + "); heap "
        + size(at(Place.HEAP))
        + " alive of at most "
        + size(machine.heap());
  }

  /**
   * Passes if this fits.
   *
   * @throws InputException saying what is short and which option would make it fit
   */
  public void require(MachineMemory machine) {
    if (at(Place.HEAP) > machine.heap()) {
      long needed = (long) Math.ceil(at(Place.HEAP) * 1.1 / GIB);
      throw new InputException(
          "not enough Java heap: "
              + size(at(Place.HEAP))
              + " needed, the limit is "
              + size(machine.heap())
              + "; give more with AFFECTGPT_JAVA_OPTS=-Xmx"
              + needed
              + "g"
              + fewerTokens(at(Place.HEAP) - machine.heap()));
    }
    long over = total() - machine.available();
    if (over > 0) {
      throw new InputException(
          "not enough memory: "
              + size(total())
              + " needed, "
              + size(machine.available())
              + " available; "
              + smaller(machine)
              + fewerTokens(over)
              + ", or --force to run from the disk, slowly");
    }
  }

  private String smaller(MachineMemory machine) {
    for (Map.Entry<String, Double> format :
        List.of(Map.entry("Q8_0", Q8_0), Map.entry("Q4_0", Q4_0))) {
      long shrunk = total() - matrixBytes + (long) (matrixElements * format.getValue());
      if (shrunk < total() && shrunk <= machine.available()) {
        return "convert the language model (affectgpt convert --dtype "
            + format.getKey()
            + ", then "
            + size(shrunk)
            + ")";
      }
    }
    return "free some, or take a smaller model";
  }

  private String fewerTokens(long over) {
    long fewer = tokens - (over + Math.max(1, tokenBytes) - 1) / Math.max(1, tokenBytes);
    return fewer < 16 ? "" : ", or lower --max-tokens to " + fewer;
  }

  private static String size(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.0f MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
