package org.affectgpt.infer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {
  @Test
  void whatMayBecomeAStopStringIsHeldBack() {
    StopText t = new StopText(List.of("</answer>", "aab"));
    assertEquals("x", t.accept("x<"));
    assertEquals("", t.accept("/ans"));
    assertEquals("</anst", t.accept("t"));
    assertEquals("", t.accept("a"));
    assertEquals("a", t.accept("aa"));
    assertFalse(t.reached());
    assertEquals("", t.accept("b and more"));
    assertTrue(t.reached());
    assertEquals("", t.accept("later"));
    assertEquals("", t.finish());
  }

  @Test
  void theEarliestStopStringCounts() {
    StopText t = new StopText(List.of("three", "two"));
    assertEquals("one ", t.accept("one two three"));
    assertTrue(t.reached());
  }

  @Test
  void theRestComesAtTheEnd() {
    StopText t = new StopText(List.of("stop"));
    assertEquals("text ", t.accept("text st"));
    assertEquals("st", t.finish());
    assertFalse(t.reached());
    StopText none = new StopText(List.of());
    assertEquals("all", none.accept("all"));
  }
}
