package org.affectgpt.infer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChatTemplateTest {
  @Test
  void qwensTurnsAreMarkedAsItsTemplateMarksThem() {
    ChatTemplate t = new ChatTemplate(ChatTemplate.Form.CHATML, "Be kind.");
    assertEquals(
        "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n"
            + "<|im_start|>assistant\n",
        t.prompt(null, "Hello"));
    assertEquals(
        "<|im_start|>system\nNo.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n"
            + "<|im_start|>assistant\n",
        t.prompt("No.", "Hello"));
  }

  @Test
  void llamasTurnsAreMarkedAsItsTemplateMarksThem() {
    ChatTemplate t = new ChatTemplate(ChatTemplate.Form.LLAMA3, null);
    assertEquals(
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\n",
        t.prompt(null, " Hello "));
  }
}
