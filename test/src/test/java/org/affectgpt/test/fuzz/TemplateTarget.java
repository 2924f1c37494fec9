package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.template.Template;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.JsonReader;

/** Chat templates: reading them, and running them on a conversation with tools. */
final class TemplateTarget implements FuzzTarget {
  private static final String CONVERSATION =
      """
      {"messages": [{"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi 😀 <|im_end|>"},
        {"role": "assistant", "content": "<think>hm</think>yes",
         "tool_calls": [{"function": {"name": "f", "arguments": {"x": [1, 2.5, null]}}}]},
        {"role": "user", "content": [{"type": "text", "text": "A"}]}],
       "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
       "bos_token": "<s>", "add_generation_prompt": true, "n": 3, "big": 123456789012345678901}
      """;

  @Override
  public String name() {
    return "template";
  }

  @Override
  public String suffix() {
    return ".jinja";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String seed :
        List.of(
            "{{ bos_token }}{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}"
                + "{% if m.content is string %}{{ m.content | trim }}{% else %}"
                + "{% for p in m.content %}{{ p.text | upper }}{% endfor %}{% endif %}"
                + "{{ '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}a{% endif %}",
            "{%- set ns = namespace(n=0, l=[]) -%}{%- for m in messages[::-1] -%}"
                + "{%- if loop.first and m.role == 'user' %}{% continue %}{% endif -%}"
                + "{%- set ns.n = ns.n + loop.index0 * 2 ** 3 // 2 % 5 -%}"
                + "{%- set ns.l = ns.l + [m.role[0:2] ~ ns.n] -%}{%- endfor -%}{{ ns.l | join(',') }}",
            "{% macro f(t, d=1) %}{% if t is mapping %}{% for k, v in t | dictsort %}{{ k }}="
                + "{{ f(v, d + 1) }};{% endfor %}{% else %}{{ t | tojson(indent=2) }}{% endif %}"
                + "{% endmacro %}{{ f(tools[0]) }}"
                + "{% macro g(t) %}{{ caller(t) }}{% endmacro %}{% call(x) g(1) %}{{ x }}{% endcall %}",
            "{{ messages | map(attribute='role') | unique | list }}"
                + "{{ messages | selectattr('role', 'eq', 'user') | list | length }}"
                + "{{ '%05.1f|%s' | format(2.5, n) }}{{ '{:>8}{!r}'.format('a', 'b') }}"
                + "{{ 'a-b'.split('-')[-1].rjust(3, '*') }}{{ big // 7 }}{{ n is divisibleby 3 }}",
            "{% raw %}{{ x }}{% endraw %}{# c #}{% filter indent(2) %}a\nb{% endfilter %}"
                + "{% with a = 1 %}{{ a }}{% endwith %}{% set x %}y{% endset %}{{ x }}"
                + "{% generation %}g{% endgeneration %}{{ strftime_now('%Y')[0:0] }}"
                + "{% for x in [[1, [2]]] recursive %}{{ loop(x[1:]) if x is iterable }}{% endfor %}")) {
      seeds.add(seed.getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  @Override
  public long parse(Path file) throws IOException {
    String template = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    DictValue variables = (DictValue) JsonReader.read(CONVERSATION);
    return Template.parse(template, file.toString()).render(variables, Clock.systemUTC()).length();
  }

  /** A short template may make long texts, up to the interpreter's own bounds. */
  @Override
  public long allocationBound(long fileBytes) {
    return 2L << 30;
  }
}
