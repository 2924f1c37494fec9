package org.affectgpt.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.bench.Peer.Run;
import org.affectgpt.infer.text.TextModel;

/**
 * Greedy decoding beside a peer on the same machine, files and threads: both take turns, so that a
 * busy neighbour hurts them alike, and medians over the rounds are compared.
 *
 * <pre>
 * DecodePeers transformers DIR float32|bfloat16 PYTHON SCRIPT [ROUNDS [PROMPT [TOKENS [THREADS]]]]
 * DecodePeers llama FILE.gguf [ROUNDS [PROMPT [TOKENS [THREADS]]]]
 * </pre>
 */
public final class DecodePeers {
  private static final String WORDS =
      "the person looks away and her voice trembles while she speaks about the evening ";

  private DecodePeers() {}

  public static void main(String[] args) {
    boolean llama = args[0].equals("llama");
    Path model = Path.of(args[1]);
    int[] numbers = {5, 512, 128, 2};
    int from = llama ? 2 : 5;
    for (int i = from; i < args.length; i++) {
      numbers[i - from] = Integer.parseInt(args[i]);
    }
    int threads = numbers[3];
    try (OurPeer ours = new OurPeer(model, threads);
        Peer other =
            llama
                ? new LlamaCppPeer(
                    model, ours.model().tokenizer(), numbers[1] + numbers[2] + 64, threads)
                : new TransformersPeer(args[3], Path.of(args[4]), model, args[2], threads)) {
      compare(ours, other, numbers[0], prompt(ours.model(), numbers[1]), numbers[2]);
    }
    // llama.cpp leaves a thread behind that would keep the process alive
    System.exit(0);
  }

  /** Words over and over, cut to length at a token that spells a whole word. */
  private static int[] prompt(TextModel model, int length) {
    int[] ids = model.files().encode(WORDS.repeat(length / 8 + 1));
    return Arrays.copyOf(ids, length);
  }

  private static void compare(Peer ours, Peer other, int rounds, int[] prompt, int tokens) {
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
    runs.forEach((p, all) -> print(p, all, prompt.length, tokens));
    System.out.printf(
        Locale.ROOT,
        "ratio (ours / %s): prefill %.2f, decode %.2f%n",
        other.name(),
        median(runs.get(other), true) / median(runs.get(ours), true),
        median(runs.get(other), false) / median(runs.get(ours), false));
    List<Integer> mine = runs.get(ours).getFirst().ids();
    List<Integer> theirs = runs.get(other).getFirst().ids();
    if (!theirs.isEmpty()) {
      int equal = 0;
      while (equal < mine.size() && mine.get(equal).equals(theirs.get(equal))) {
        equal++;
      }
      System.out.println(
          equal == mine.size() ? "ids equal" : "ids equal for " + equal + " of " + mine.size());
    }
  }

  private static void print(Peer p, List<Run> runs, int prompt, int tokens) {
    double prefill = median(runs, true);
    double decode = median(runs, false);
    System.out.printf(
        Locale.ROOT,
        "%-22s prefill %7.3f s %8.1f tokens/s   decode %7.3f s %7.1f tokens/s%n",
        p.name(),
        prefill,
        prompt / prefill,
        decode,
        (tokens - 1) / decode);
  }

  private static double median(List<Run> runs, boolean prefill) {
    double[] sorted =
        runs.stream().mapToDouble(r -> prefill ? r.prefill() : r.decode()).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
