package org.affectgpt.model.prompt;

/** From generated text to the answer (conversation_video.py, Chat.answer_sample). */
public final class ResponseText {
  /** The text that ends a training target. */
  public static final String STOP = "###";

  private ResponseText() {}

  /**
   * The answer in {@code decoded}, which still holds special tokens: what stands between the first
   * bos and the next eos, before the last {@code ###}, behind the last {@code Assistant:}.
   */
  public static String answer(String decoded, String bos, String eos) {
    String s = decoded;
    int b = s.indexOf(bos);
    if (b >= 0) {
      s = s.substring(b + bos.length());
      int again = s.indexOf(bos);
      s = again >= 0 ? s.substring(0, again) : s;
    }
    int e = s.indexOf(eos);
    if (e >= 0) {
      s = s.substring(0, e);
    }
    int stop = s.lastIndexOf(STOP);
    if (stop >= 0) {
      s = s.substring(0, stop);
    }
    int role = s.lastIndexOf("Assistant:");
    if (role >= 0) {
      s = s.substring(role + "Assistant:".length());
    }
    return s.strip();
  }
}
