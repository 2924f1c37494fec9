package org.affectgpt.bench;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.tokenizer.Tokenizer;

/** llama.cpp inside this JVM, on the same file. */
final class LlamaCppPeer implements Peer {
  private final LlamaModel model;
  private final Tokenizer tokenizer;

  /**
   * @param tokenizer spells the prompt, which this peer takes as text
   * @param context tokens of prompt and text together
   */
  LlamaCppPeer(Path gguf, Tokenizer tokenizer, int context, int threads) {
    this.tokenizer = tokenizer;
    LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
    model =
        new LlamaModel(
            new ModelParameters()
                .setModel(gguf.toString())
                .setCtxSize(context)
                .setThreads(threads)
                .setThreadsBatch(threads)
                .setGpuLayers(0));
  }

  @Override
  public String name() {
    return "llama.cpp";
  }

  @Override
  public Run run(int[] prompt, int tokens) {
    String text = tokenizer.decode(prompt, false);
    if (model.encode(text).length != prompt.length) {
      throw new IllegalStateException(
          "llama.cpp reads " + model.encode(text).length + " tokens, not " + prompt.length);
    }
    InferenceParameters job =
        new InferenceParameters(text)
            .setNPredict(tokens)
            .setTemperature(0)
            .setTopK(1)
            .setIgnoreEos(true)
            .setCachePrompt(false);
    long start = System.nanoTime();
    long first = 0;
    for (LlamaOutput output : model.generate(job)) {
      first = first == 0 && output != null ? System.nanoTime() : first;
    }
    return new Run(List.of(), (first - start) / 1e9, (System.nanoTime() - first) / 1e9);
  }

  @Override
  public void close() {
    model.close();
  }
}
