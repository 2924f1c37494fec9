package org.affectgpt.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawingNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0,        4.2,     0|1|2|3|4|5",
    "0.13,     0.98,    0.0|0.2|0.4|0.6|0.8|1.0",
    "31,       35.5,    31|32|33|34|35|36",
    "32,       33,      0|10|20|30|40",
    "-3,       7,       −4|−2|0|2|4|6|8",
    "0,        0.00031, 0.0000|0.0001|0.0002|0.0003|0.0004",
    "5,        5,       0|1|2|3|4|5",
  })
  void ticksAreRound(double min, double max, String ticks) {
    Axis axis = Axis.around(min, max, 4);
    assertEquals(ticks, String.join("|", axis.ticks().stream().map(axis::label).toList()));
    assertTrue(axis.low() <= min && axis.high() >= max, axis.toString());
  }

  @Test
  void anAxisOfZerosHasALength() {
    Axis axis = Axis.around(0, 0, 4);
    assertTrue(axis.high() > axis.low(), axis.toString());
    assertEquals(10, axis.place(0, 10, 90), 1e-9);
  }

  @Test
  void movingMeanLeavesOutWhatIsNotFinite() {
    double nan = Double.NaN;
    double[] smooth = MovingMean.of(new double[] {1, 2, 6, nan, 4}, 3);
    assertArrayEquals(new double[] {1.5, 3, 4, nan, 4}, smooth, 1e-12);
    double[] same = {3, 1, 2};
    assertArrayEquals(same, MovingMean.of(same, 1));
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("79.5", Figures.points(0.7952));
      assertEquals("−1.25", Figures.fixed(-1.25, 2));
      assertEquals("0.0", Figures.fixed(-0.01, 1));
      assertEquals("–", Figures.points(Double.NaN));
      assertEquals("–", Figures.points(null));
      assertEquals(
          List.of("0.043", "1.72", "32.6", "420", "3.0e-05", "–"),
          List.of(
              Figures.brief(0.043),
              Figures.brief(1.716),
              Figures.brief(32.6),
              Figures.brief(420),
              Figures.brief(3e-5),
              Figures.brief(Double.POSITIVE_INFINITY)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThrows(
        IllegalArgumentException.class, () -> new Series("s", new double[2], new double[3]));
    assertThrows(IllegalArgumentException.class, () -> new Chart("c", "x", "y", List.of(), 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SampleClip(
                "c",
                List.of(new byte[5]),
                2,
                1,
                new SampleClip.Sound(new float[0], 1),
                "",
                List.of(),
                List.of()));
  }
}
