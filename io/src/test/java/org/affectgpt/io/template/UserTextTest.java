package org.affectgpt.io.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.BitSet;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who wrote a character stays known through whatever a template does with it. */
class UserTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "<a>{{ u }}<b>                        => <a>__________<b>",
        "{{ '<a>' + u + '<b>' }}              => <a>__________<b>",
        "{{ u ~ 'x' ~ u[0] }}                 => __________x_",
        "{{ u|upper }}{{ u.title() }}         => ____________________",
        "{{ u|trim|replace('i', 'xx') }}      => _xx__xx_____",
        "{{ u.split(' ')[0] }}.{{ u[::-1] }}  => __.__________",
        "{{ [u]|tojson }}                     => [`__________`]",
        "{{ [u] }}                            => ['__________']",
        "{{ '%s!' % u }}{{ '{}?'.format(u) }} => __________!__________?",
        "{{ u|e }}                            => ________________",
        "{{ u.partition('<')[1] }}            => _",
        "{% set x %}{{ u }}.{% endset %}{{ x }} => __________.",
        "{% macro f(a) %}({{ a }}){% endmacro %}{{ f(u) }} => (__________)",
        "{{ u if u == 'Hi <im> ab' else 'no' }} => __________",
        "{{ {'Hi <im> ab': 'yes'}[u] }}       => yes",
        "{{ u|list|join('') }}{{ u|indent }}  => ____________________",
        "{{ u.format() }}{{ u % () }}         => ____________________",
        "{{ u.center(14, '*') }}              => **__________**",
        "{% for c in u %}{{ c }}{% endfor %}  => __________",
        "{{ u|length }}                       => 10",
        "{{ u|truncate(7, true, '..', 0) }}   => _____..",
        "{{ u|urlencode }}                    => __________________"
      })
  void marksFollowCharacters(String template, String expected) {
    Text text =
        Template.parse(template.replace('`', '"'), "t")
            .render(
                new DictValue.Builder().put("u", Text.user("Hi <im> ab")).build(),
                Clock.systemDefaultZone());
    StringBuilder shown = new StringBuilder(text.toString());
    BitSet user = text.userUnits();
    for (int i = 0; i < shown.length(); i++) {
      if (user.get(i)) {
        shown.setCharAt(i, '_');
      }
    }
    assertEquals(expected.replace('`', '"'), shown.toString());
  }
}
