package org.affectgpt.report;

/** The four paragraphs that say what a reader is looking at. */
final class Story {
  private Story() {}

  static void write(Markup page) {
    page.open("div", "class", "story");
    paragraph(
        page,
        "What was trained",
        """
        A small AffectGPT. One encoder watches the face, one hears the voice, and a decoder reads \
        both beside the subtitle, writes down what it noticed and then names the emotions. The \
        encoders first learned the factors that the corpus knows of every frame and segment, then \
        were frozen. Supervised fine-tuning (SFT) taught the rest from labels as a machine would \
        write them: many, and some of them wrong.\
        """);
    paragraph(
        page,
        "Why GRPO",
        """
        Several words are right for one feeling, but SFT is paid for the one word written in the \
        label. GRPO lets the model answer each clip several times, scores every answer on the \
        emotion wheels, and makes the answers likelier that beat their own group. It sees only a \
        small split with careful labels; continued SFT on the very same clips is its fair rival.\
        """);
    paragraph(
        page,
        "What the numbers mean",
        """
        The score maps labels to the basic emotions of five wheels and compares the two sets: F1 \
        from 0 to 100. Faces, voices and sentences of the test clips never occur in training. \
        Sampled answers count; greedy ones stand beside them, because a gain that merely sharpens \
        the distribution would vanish there. So do label counts, because saying more raises \
        recall for nothing.\
        """);
    paragraph(
        page,
        "What the tiny model is not",
        """
        It is a toy. Its faces are drawn, its voices synthesised, its vocabulary a few hundred \
        words, and it has met no real person. These figures compare only with each other, not \
        with published results on MER-UniBench. It shows that the method works from end to end; \
        it is not a tool for judging how anybody feels.\
        """);
    page.close();
  }

  private static void paragraph(Markup page, String title, String text) {
    page.open("section").leaf("h3", title).leaf("p", text).close();
  }
}
