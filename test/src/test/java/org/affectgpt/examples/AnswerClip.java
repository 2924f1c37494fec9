package org.affectgpt.examples;

import java.nio.file.Path;
import org.affectgpt.infer.AffectGpt;
import org.affectgpt.infer.ClipAnswer;
import org.affectgpt.infer.ClipQuery;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;

/** Loads a model and answers a clip. */
final class AnswerClip {
  private AnswerClip() {}

  static ClipAnswer answer(Path folder, Path video) {
    // example: begin
    try (Backend backend = Backends.open("cpu", 2)) {
      AffectGpt model = AffectGpt.open(backend, folder); // affectgpt/model is the shipped one
      ClipAnswer answer = model.answer(ClipQuery.of(video).withSubtitle("I did not expect that."));
      System.out.println(answer.labels()); // [surprised, shocked]
      answer.reasoning().ifPresent(System.out::println); // the face is ..., the voice is ...
      return answer;
    }
    // example: end
  }
}
