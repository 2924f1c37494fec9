package org.affectgpt.tensor.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.conformance.Faulty.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** A suite that cannot fail is worth nothing: faults planted into the CPU's kernels are found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlantedFaultTest {
  private BackendPair cpu;

  @BeforeAll
  void open() {
    cpu = BackendPair.open("cpu");
  }

  @AfterAll
  void close() {
    cpu.close();
  }

  /** The case of this name must fail and say so. */
  private DynamicTest found(String what, String name, Fault fault) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          ConformanceCase c =
              Conformance.cases().stream()
                  .filter(x -> x.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> new IllegalArgumentException("no case " + name));
          c.check(cpu);
          BackendPair faulty = Faulty.pair(cpu, c.kernel(), fault);
          AssertionError e = assertThrows(AssertionError.class, () -> c.check(faulty));
          assertTrue(e.getMessage().contains(name), e.getMessage());
        });
  }

  @TestFactory
  Stream<DynamicTest> inProducts() {
    String square = "matrix.gemm[F32 nn 24x24x24]";
    String long1 = "matrix.gemm[F32 nn 64x33x2100]";
    return Stream.of(
        found("a row too few", square, (b, right, a) -> right.run(with(a, 0, rows(gemm(a), -1)))),
        found("a row too many", square, (b, right, a) -> right.run(with(a, 0, rows(gemm(a), 1)))),
        found("a column too few", square, (b, right, a) -> right.run(with(a, 0, columns(gemm(a))))),
        found("a term too few", long1, (b, right, a) -> right.run(with(a, 0, terms(gemm(a))))),
        found("one term of one element", long1, PlantedFaultTest::oneTerm),
        found("A turned", square, (b, right, a) -> right.run(with(a, 0, turned(gemm(a), true)))),
        found("B turned", square, (b, right, a) -> right.run(with(a, 0, turned(gemm(a), false)))),
        found(
            "C overwritten",
            "matrix.gemm[F32 tn 24x24x24 added]",
            (b, right, a) -> right.run(with(a, 0, gemm(a).accumulating(false)))),
        found(
            "the bias forgotten",
            "matrix.gemm[F32 nt 13x67x70 then bias QUICK_GELU]",
            (b, right, a) -> right.run(with(a, 3, withoutBias((Epilogue) a[3])))),
        found(
            "the next block of a stored weight",
            "matrix.gemm[Q8_0 nt 8x67x96 ldb=96]",
            (b, right, a) -> right.run(with(a, 2, ((View) a[2]).plus(32)))));
  }

  @TestFactory
  Stream<DynamicTest> inOtherKernels() {
    return Stream.of(
        found(
            "a softmax over a column too few",
            "rows.softmax[3x2049 deviation=1.0]",
            (b, right, a) -> right.run(with(a, 3, (int) a[3] - 1))),
        found(
            "a key mask that is not read",
            "attention.forward[FULL 2x3x17 heads=4/2 dim=24 masked]",
            (b, right, a) -> {
              Inputs in = (Inputs) a[1];
              right.run(with(a, 1, new Inputs(in.q(), in.k(), in.v(), null)));
            }),
        found(
            "a causal mask off by one",
            "attention.forward[CAUSAL 2x17x17 heads=4/2 dim=32 prefix=0 branch=0 step=0]",
            (b, right, a) -> right.run(with(a, 0, seeingOneMore((Dims) a[0])))),
        found(
            "rows added out of order",
            "index.scatterAddRows[301 of 5x17]",
            PlantedFaultTest::secondHalfFirst),
        found(
            "an axis that is not moved",
            "index.permute[1x16x16 by 0x2x1]",
            (b, right, a) -> right.run(with(a, 2, new int[] {0, 1, 2}))));
  }

  @Test
  void aKernelThatIsNotOfferedIsNamed() {
    ConformanceCase c = first("rows.softmax");
    BackendPair faulty =
        Faulty.pair(
            cpu,
            "rows.softmax",
            (b, right, a) -> {
              throw new UnsupportedOperationException("later");
            });
    AssertionError e = assertThrows(AssertionError.class, () -> c.check(faulty));
    assertTrue(e.getMessage().contains("does not offer rows.softmax"), e.getMessage());
    assertTrue(e.getMessage().contains(c.name()), e.getMessage());
  }

  @Test
  void anInstanceThatGivesOtherBitsIsFound() {
    ConformanceCase c = first("elementwise.affine");
    Backend other =
        Faulty.backend(
            cpu.many(),
            "elementwise.affine",
            (b, right, a) -> right.run(with(a, 0, Math.nextUp((float) a[0]))));
    AssertionError e =
        assertThrows(AssertionError.class, () -> c.check(new BackendPair(cpu.one(), other)));
    assertTrue(e.getMessage().contains("other bits"), e.getMessage());
  }

  @Test
  void anUnknownKernelIsRefused() {
    InputException e =
        assertThrows(InputException.class, () -> Conformance.check(List.of("rows.sofmax")));
    assertTrue(e.getMessage().contains("rows.softmax"), e.getMessage());
  }

  private static ConformanceCase first(String kernel) {
    return Conformance.cases().stream()
        .filter(
            c -> c.kernel().equals(kernel) && !c.name().contains("0x") && !c.name().contains("=0"))
        .findFirst()
        .orElseThrow();
  }

  private static Object[] with(Object[] arguments, int i, Object value) {
    Object[] other = arguments.clone();
    other[i] = value;
    return other;
  }

  private static Gemm gemm(Object[] arguments) {
    return (Gemm) arguments[0];
  }

  private static Gemm rows(Gemm d, int more) {
    return new Gemm(d.m() + more, d.n(), d.k(), d.batch(), d.a(), d.b(), d.c(), d.accumulate());
  }

  private static Gemm columns(Gemm d) {
    return new Gemm(d.m(), d.n() - 1, d.k(), d.batch(), d.a(), d.b(), d.c(), d.accumulate());
  }

  private static Gemm terms(Gemm d) {
    return new Gemm(d.m(), d.n(), d.k() - 1, d.batch(), d.a(), d.b(), d.c(), d.accumulate());
  }

  private static Gemm turned(Gemm d, boolean first) {
    MatrixLayout a = first ? turned(d.a()) : d.a();
    MatrixLayout b = first ? d.b() : turned(d.b());
    return new Gemm(d.m(), d.n(), d.k(), d.batch(), a, b, d.c(), d.accumulate());
  }

  private static MatrixLayout turned(MatrixLayout lies) {
    return new MatrixLayout(!lies.transposed(), lies.leading(), lies.stride());
  }

  private static Epilogue withoutBias(Epilogue e) {
    return new Epilogue(null, e.activation(), e.join(), e.other());
  }

  private static Dims seeingOneMore(Dims d) {
    AttentionPattern pattern = AttentionPattern.causal(d.pattern().prefix() + 1);
    return new Dims(
        d.batch(), d.queries(), d.keys(), d.heads(), d.kvHeads(), d.dim(), d.scale(), pattern);
  }

  /** The last element of the first row lacks the last of its terms. */
  private static void oneTerm(Backend b, Faulty.Kernel right, Object[] a) {
    right.run(a);
    Gemm d = gemm(a);
    int last = d.n() - 1;
    View at = ((View) a[3]).plus(last);
    float[] c = read(b, at);
    float x = read(b, ((View) a[1]).plus(d.k() - 1))[0];
    float y = read(b, ((View) a[2]).plus((long) (d.k() - 1) * d.ldb() + last))[0];
    b.upload(new float[] {c[0] - x * y}, 0, at, 1);
  }

  private static float[] read(Backend b, View view) {
    float[] value = new float[1];
    b.download(view, value, 0, 1);
    return value;
  }

  private static void secondHalfFirst(Backend b, Faulty.Kernel right, Object[] a) {
    int count = (int) a[3];
    int columns = (int) a[4];
    int half = count / 2;
    View x = (View) a[0];
    View ids = (View) a[1];
    right.run(x.plus((long) half * columns), ids.plus(half), a[2], count - half, columns);
    right.run(x, ids, a[2], half, columns);
  }
}
