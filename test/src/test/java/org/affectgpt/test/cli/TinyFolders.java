package org.affectgpt.test.cli;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusWriter;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;

/** A small corpus and an untrained tiny model whose vocabulary comes from it. */
record TinyFolders(Path corpus, Path model) {
  static TinyFolders make(Path under) {
    TinyFolders made = new TinyFolders(under.resolve("corpus"), under.resolve("model"));
    new CorpusWriter(CorpusConfig.defaults().withSeed(3).withSizes(new CorpusConfig.Sizes(8, 3, 1)))
        .write(made.corpus, 2, (done, total) -> {});
    List<Clip> clips = SyntheticCorpus.read(made.corpus).clips();
    String prompt = PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT.prompt("", Question.OV_LABEL);
    List<String> texts =
        clips.stream().map(c -> prompt + c.subtitle() + c.texts().think() + c.labels()).toList();
    try (Backend backend = Backends.open("cpu", 1)) {
      new ModelFolder(made.model)
          .save(
              TinyModel.create(backend, TinyModel.tokenizer(texts), made.model, new CounterRng(5)),
              StoredType.BF16);
    }
    return made;
  }

  /** A clip of the corpus. */
  Path video() {
    return corpus.resolve("video").resolve(Split.TEST.clipName(0) + ".mp4");
  }

  /** Its sound. */
  Path audio() {
    return corpus.resolve("audio").resolve(Split.TEST.clipName(0) + ".wav");
  }
}
