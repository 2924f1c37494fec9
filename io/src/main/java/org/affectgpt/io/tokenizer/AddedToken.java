package org.affectgpt.io.tokenizer;

/**
 * A token found in the text as it stands, before the byte pairs are merged.
 *
 * @param id its number
 * @param content its text
 * @param singleWord only where no word character touches it
 * @param lstrip takes the white space before it
 * @param rstrip takes the white space after it
 * @param normalized looked for in the normalised text instead of the raw text
 * @param special left out of decoded text on request
 */
public record AddedToken(
    int id,
    String content,
    boolean singleWord,
    boolean lstrip,
    boolean rstrip,
    boolean normalized,
    boolean special) {
  /** A special token without flags, as {@code add_special_tokens} makes it. */
  public static AddedToken special(int id, String content) {
    return new AddedToken(id, content, false, false, false, false, true);
  }

  /** The same token with other text. */
  AddedToken withContent(String text) {
    return new AddedToken(id, text, singleWord, lstrip, rstrip, normalized, special);
  }

  /** The same token with another number. */
  AddedToken withId(int number) {
    return new AddedToken(number, content, singleWord, lstrip, rstrip, normalized, special);
  }

  /** The same token, left out of decoded text on request. */
  AddedToken asSpecial() {
    return new AddedToken(id, content, singleWord, lstrip, rstrip, normalized, true);
  }
}
