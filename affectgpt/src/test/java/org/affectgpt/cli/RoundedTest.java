package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RoundedTest {
  @Test
  void secondsEndAtTheMicrosecond() {
    assertEquals("1.156346", Double.toString(Rounded.seconds(1.1563459600000001)));
    assertEquals(0.00051, Rounded.seconds(0.0005100004));
    assertEquals("1234567.891401", Double.toString(Rounded.seconds(1234567.8914012)));
    assertEquals("0.0", Double.toString(Rounded.seconds(0)));
  }

  @Test
  void figuresKeepFourDigits() {
    assertEquals("17.94", Double.toString(Rounded.figure(17.93566123)));
    assertEquals("0.01235", Double.toString(Rounded.figure(0.012345678)));
    assertEquals("123500.0", Double.toString(Rounded.figure(123456.7)));
    assertEquals("0.0", Double.toString(Rounded.figure(0)));
  }
}
