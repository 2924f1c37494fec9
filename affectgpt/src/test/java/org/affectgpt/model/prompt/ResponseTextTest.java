package org.affectgpt.model.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clean-up of generated text, as conversation_video.py does it. */
class ResponseTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "happy, sad###|happy, sad",
        "\" happy \"|happy",
        "happy<E>sad###|happy",
        "noise<B>happy<E>|happy",
        "<B>happy<B>sad|happy",
        "<E>happy|\"\"",
        "a###b###c|a###b",
        "###Assistant: happy###|happy",
        "one Assistant: two Assistant: three|three",
        "###|\"\"",
        "\"\"|\"\"",
        "a##b|a##b"
      })
  void answer(String decoded, String wanted) {
    assertEquals(wanted, ResponseText.answer(decoded, "<B>", "<E>"));
  }
}
