package org.affectgpt.model.prompt;

import java.util.Arrays;
import java.util.List;

/**
 * The special tokens whose embeddings are replaced by features, in the order in which they are
 * added to the tokenizer.
 */
public enum PatchToken {
  IMAGE("<ImageHere>"),
  AUDIO("<AudioHere>"),
  FRAME("<FrameHere>"),
  FACE("<FaceHere>"),
  MULTI("<MultiHere>");

  private final String text;

  PatchToken(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** All texts, in the order in which a tokenizer gets them. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(PatchToken::text).toList();
  }
}
