package org.affectgpt.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.affectgpt.bench.Peer.Run;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Greedy decoding beside a peer on the same machine, files and threads: both take turns, so that a
 * busy neighbour hurts them alike, and medians over the rounds are compared.
 */
@Command(name = "DecodePeers", mixinStandardHelpOptions = true)
public final class DecodePeers implements Callable<Integer> {
  private static final String WORDS =
      "the person looks away and her voice trembles while she speaks about the evening ";

  /** Tokens of llama.cpp's context beyond the prompt and the answer. */
  private static final int SPARE = 64;

  @Parameters(
      index = "0",
      paramLabel = "PEER",
      description = "transformers, or llama for llama.cpp.")
  private String peer;

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "A folder, or a GGUF file for llama.")
  private Path model;

  @Option(names = "--python", description = "An interpreter with transformers.")
  private @Nullable String python;

  @Option(
      names = "--dtype",
      defaultValue = "float32",
      description = "What transformers computes in: float32 (default) or bfloat16.")
  private String dtype;

  @Option(
      names = "--script",
      defaultValue = "bench/src/main/python/decode_peer.py",
      description = "The other side (default ${DEFAULT-VALUE}).")
  private Path script;

  @Option(names = "--label", description = "What the row of the page calls this peer and format.")
  private @Nullable String label;

  @Option(names = "--rounds", defaultValue = "5", description = "Turns of each side (default 5).")
  private int rounds;

  @Option(names = "--prompt", defaultValue = "512", description = "Tokens read (default 512).")
  private int promptTokens;

  @Option(names = "--tokens", defaultValue = "128", description = "Tokens made (default 128).")
  private int tokens;

  @Option(names = "--threads", defaultValue = "2", description = "Of each side (default 2).")
  private int threads;

  @Option(
      names = "--page",
      description = "A page whose row of this peer is written anew, as bench/RESULTS.md.")
  private @Nullable Path page;

  private DecodePeers() {}

  public static void main(String[] args) {
    // llama.cpp leaves a thread behind that would keep the process alive
    System.exit(Tool.run(new DecodePeers(), args));
  }

  @Override
  public Integer call() {
    if (page != null) {
      DecodeTable.PLACE.check(page);
    }
    boolean llama = peer.equals("llama");
    if (!llama && !peer.equals("transformers")) {
      throw new InputException("PEER must be transformers or llama, not " + peer);
    }
    if (!llama && python == null) {
      throw new InputException("--python is missing: an interpreter with transformers");
    }
    try (OurPeer ours = new OurPeer(model, threads);
        Peer other = llama ? llama(ours) : transformers()) {
      DecodeComparison made = compare(ours, other, prompt(ours.model()));
      System.out.print(made.text());
      if (page != null) {
        DecodeTable.write(page, label == null ? other.name() : label, made);
      }
    }
    return 0;
  }

  private Peer llama(OurPeer ours) {
    return new LlamaCppPeer(
        model, ours.model().tokenizer(), promptTokens + tokens + SPARE, threads);
  }

  private Peer transformers() {
    return new TransformersPeer(python, script, model, dtype, threads);
  }

  /** Words over and over, cut to length at a token that spells a whole word. */
  private int[] prompt(TextModel text) {
    int[] ids = text.files().encode(WORDS.repeat(promptTokens / 8 + 1));
    return Arrays.copyOf(ids, promptTokens);
  }

  private DecodeComparison compare(Peer ours, Peer other, int[] prompt) {
    Map<Peer, List<Run>> runs = new LinkedHashMap<>();
    for (Peer p : List.of(ours, other)) {
      p.run(prompt, tokens);
      runs.put(p, new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      List<Peer> order = round % 2 == 0 ? List.of(ours, other) : List.of(other, ours);
      for (Peer p : order) {
        runs.get(p).add(p.run(prompt, tokens));
      }
    }
    return new DecodeComparison(
        other.name(), prompt.length, tokens, runs.get(ours), runs.get(other));
  }
}
