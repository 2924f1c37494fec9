package org.affectgpt.tensor.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.Test;

/** No kernel of the interface is left out, and every kernel's outputs are looked at throughout. */
final class EveryKernelTest {
  @Test
  void everyKernelHasCases() {
    Set<String> there = new HashSet<>();
    Conformance.cases().forEach(c -> there.add(c.kernel()));
    Set<String> missing = new TreeSet<>();
    for (Method family : Backend.class.getMethods()) {
      if (family.getReturnType().getSimpleName().endsWith("Kernels")) {
        for (Method kernel : family.getReturnType().getMethods()) {
          String name = family.getName() + "." + kernel.getName();
          if (Modifier.isAbstract(kernel.getModifiers()) && !there.contains(name)) {
            missing.add(name);
          }
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void noTwoCasesHaveOneName() {
    Set<String> names = new HashSet<>();
    for (ConformanceCase c : Conformance.cases()) {
      assertTrue(names.add(c.name()), c.name());
    }
  }

  /** What may go wrong in any kernel. */
  private enum Fault {
    NOTHING_IS_DONE,
    THE_LAST_ELEMENT_IS_LEFT,
    ONE_ELEMENT_TOO_MANY,
    AN_INPUT_IS_CHANGED
  }

  /** Plants every fault into one case of every kernel, at every operand. */
  @Test
  void everyKernelIsWatched() {
    Map<String, KernelCase> first = new LinkedHashMap<>();
    for (ConformanceCase c : Conformance.cases()) {
      if (c instanceof KernelCase k && !first.containsKey(k.kernel()) && everyOperandHolds(k)) {
        first.put(k.kernel(), k);
      }
    }
    List<String> unseen = new ArrayList<>();
    try (BackendPair cpu = BackendPair.open("cpu")) {
      for (KernelCase c : first.values()) {
        int operands = c.call().operands().size();
        for (Fault fault : Fault.values()) {
          for (int i = 0; i < operands; i++) {
            if (applies(c.call().operands().get(i), fault) && passes(cpu, c, fault, i)) {
              unseen.add(c.name() + ": " + fault + " at " + c.call().operands().get(i).name());
            }
          }
        }
      }
    }
    assertTrue(first.size() > 30, first.keySet().toString());
    assertEquals(List.of(), unseen);
  }

  private static boolean everyOperandHolds(KernelCase c) {
    return c.call().operands().stream()
        .allMatch(o -> o.length() > 1 || o.name().matches("norm|sum"));
  }

  private static boolean applies(Operand o, Fault fault) {
    return !(o.values() instanceof StoredWeight)
        && switch (fault) {
          case NOTHING_IS_DONE, THE_LAST_ELEMENT_IS_LEFT, ONE_ELEMENT_TOO_MANY -> o.written();
          case AN_INPUT_IS_CHANGED -> !o.written();
        };
  }

  private static boolean passes(BackendPair cpu, KernelCase c, Fault fault, int operand) {
    KernelCase faulty =
        new KernelCase(
            c.kernel(),
            c.dims(),
            call -> {
              c.define().accept(call);
              KernelCall.Action right = call.action();
              Operand o = call.operands().get(operand);
              call.run((b, bound) -> wrong(b, bound, right, fault, o));
            });
    try {
      faulty.check(cpu);
      return true;
    } catch (AssertionError e) {
      if (!e.getMessage().startsWith(c.name())) {
        fail(e);
      }
      return false;
    }
  }

  private static void wrong(
      Backend b, BoundOperands bound, KernelCall.Action right, Fault fault, Operand o) {
    if (fault == Fault.NOTHING_IS_DONE) {
      return;
    }
    int last = fault == Fault.ONE_ELEMENT_TOO_MANY ? o.length() : o.length() - 1;
    float[] before = new float[1];
    boolean left = fault == Fault.THE_LAST_ELEMENT_IS_LEFT && o.dtype() != DType.I32;
    if (left) {
      b.download(bound.of(o).plus(last), before, 0, 1);
    }
    right.run(b, bound);
    if (o.dtype() == DType.I32) {
      b.upload(new int[] {7}, 0, bound.of(o).plus(last), 1);
    } else {
      b.upload(left ? before : new float[] {7}, 0, bound.of(o).plus(last), 1);
    }
  }
}
