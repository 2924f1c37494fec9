package org.affectgpt.nn.generate;

/**
 * One generated text.
 *
 * @param ids the new tokens, with the token or sequence that ended the text
 * @param finished whether such an end was reached; false when the text was cut off
 */
public record Generation(int[] ids, boolean finished) {
  public int length() {
    return ids.length;
  }
}
