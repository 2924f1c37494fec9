package org.affectgpt.io.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that mean harm end in one line, soon. */
class TemplateBoundsTest {
  private static final DictValue NOTHING = new DictValue.Builder().build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{{ ['a'] * 10**9 }}",
        "{{ 10**(10**10) }}",
        "{{ 9**9**9**9**9 }}",
        "{% set ns = namespace(x=3) %}{% for i in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x.replace('a', ns.x) %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}"
            + "{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace() %}{% set ns.self = ns %}{{ ns }}",
        "{% set ns = namespace() %}{% set ns.l = [ns] %}{{ ns.l }}",
        "{{ 'a'.center(10**9) }}",
        "{{ 'a'|center(10**9) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%*d' % (10**9, 1) }}",
        "{{ '{:>999999999}'.format('a') }}",
        "{{ '{:.999999999f}'.format(1.5) }}",
        "{{ 'a'.zfill(10**9) }}",
        "{{ '\t'.expandtabs(10**9) }}",
        "{{ 'a\nb'|indent(10**9) }}",
        "{{ [1]|tojson(indent=10**9) }}",
        "{{ [1]|batch(10**9, 'x')|list }}",
        "{{ [1]|slice(10**9)|list }}",
        "{{ ('1' * 5000) | int }}",
        "{{ 10**5000 }}",
        "{{ range(99999)|list * 99999 }}",
        "{{ (range(99999)|join) * 999 }}",
        "{% set x = range(99999)|list %}{% for i in range(99999) %}{{ -1 in x }}{% endfor %}",
        "{% set x = 'a' * 999999 %}{% for i in range(99999) %}{{ x|upper|length }}{% endfor %}",
        "{% set x = 'a' * 999999 %}{% for i in range(99999) %}{{ x.find('b') }}{% endfor %}",
        "{% set x = 'a' * 999999 %}{% for i in range(99999) %}{{ x.split('a')|length }}{% endfor %}",
        "{% set x = 'a' * 999999 %}{% for i in range(99999) %}{{ 'b' ~ x == 'c' ~ x }}{% endfor %}",
        "{% set x = ('a' * 99999) ~ 'b' %}{{ ('a' * 999999).find(x) }}{{ x.rfind('c') }}"
            + "{% for i in range(99999) %}{{ ('a' * 999).count('aaab') }}{% endfor %}",
        "{% set x = range(99999)|list %}{% for i in range(999) %}{{ x|sort|length }}{% endfor %}"
      })
  void aHostileTemplateEndsInOneLine(String template) {
    InputException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () ->
                assertThrows(
                    InputException.class,
                    () ->
                        Template.parse(template, "t").render(NOTHING, Clock.systemDefaultZone())));
    assertTrue(e.getMessage().startsWith("t, line "), e.getMessage());
  }

  /** What Jinja has and this has not is refused by its name. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "{{ 'a'.encode() }} => encode",
        "{{ self is defined }} => 'self'",
        "{% autoescape true %}{{ a }}{% endautoescape %} => 'autoescape'",
        "{% include 'a' %} => 'include'",
        "{% extends 'a' %} => 'extends'",
        "{% import 'a' as b %} => 'import'"
      })
  void whatIsNotSupportedIsNamed(String template, String name) {
    InputException e =
        assertThrows(
            InputException.class,
            () -> Template.parse(template, "t").render(NOTHING, Clock.systemDefaultZone()));
    assertTrue(e.getMessage().startsWith("t, line 1: "), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void deepNestingIsRefused() {
    for (String t :
        new String[] {
          "{{ " + "(".repeat(50_000),
          "{{ " + "[".repeat(50_000) + "]".repeat(50_000) + " }}",
          "{{ " + "not ".repeat(50_000) + "x }}",
          "{{ " + "-".repeat(50_000) + "1 }}",
          "{% if x %}".repeat(50_000),
          "{{ x" + "|upper".repeat(50_000) + " }}",
          "{{ x" + ".y".repeat(50_000) + " }}",
          "{{ 1" + " + 1".repeat(50_000) + " }}",
          "{{ 1" + " if x else 1".repeat(50_000) + " }}",
          "{{ f" + "()".repeat(50_000) + " }}",
          "{{ a" + " and a".repeat(50_000) + " }}",
          "{% set " + "(".repeat(50_000) + "a = 1 %}",
        }) {
      assertThrows(
          InputException.class,
          () -> Template.parse(t, "t").render(NOTHING, Clock.systemDefaultZone()),
          t.substring(0, 20));
    }
  }

  @Test
  void aLongConversationIsWithinTheBounds() {
    DictValue message =
        new DictValue.Builder()
            .put("role", Text.of("user"))
            .put("content", Text.user("word ".repeat(500)))
            .build();
    Value messages = new ListValue(java.util.Collections.nCopies(2000, (Value) message));
    Text text =
        Template.parse(
                "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content | trim"
                    + " + '<|im_end|>\n' }}{% endfor %}",
                "t")
            .render(
                new DictValue.Builder().put("messages", messages).build(),
                Clock.systemDefaultZone());
    assertEquals(2000 * (12 + 4 + 1 + 2499 + 11), text.length());
  }
}
