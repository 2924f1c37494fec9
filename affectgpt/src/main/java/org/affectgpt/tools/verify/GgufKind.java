package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.backend.Backend;

/**
 * GGUF files: logits and greedy ids of decoders with mixed block types and F32 activations, the
 * tokenizer inside, and one tensor of every block type.
 */
final class GgufKind implements GoldenKind {
  private static final String LOGITS = ".logits";

  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    Path blocks = folder.path().resolve("blocks.gguf");
    if (Files.exists(blocks)) {
      try (GgufFile file = GgufFile.open(blocks)) {
        for (TensorEntry e : file.entries()) {
          comparison.values("blocks." + e.name(), e.intShape(), e.toFloats());
        }
      }
    }
    List<JsonNode> cases = new ArrayList<>();
    folder.json("meta.json").path("tokenizer_cases").forEach(cases::add);
    for (String name : comparison.names("")) {
      if (name.endsWith(LOGITS)) {
        String file = name.substring(0, name.length() - LOGITS.length());
        decoder(file, folder, cases, backend, comparison);
      }
    }
  }

  private static void decoder(
      String name,
      GoldenFolder folder,
      List<JsonNode> cases,
      Backend backend,
      GoldenComparison comparison) {
    TextModel model = TextModel.open(folder.path().resolve(name + ".gguf"), backend);
    CausalLm lm = model.decoder();
    int[][] ids = folder.rows("input_ids");
    DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
    comparison.tensor(
        name + LOGITS,
        NoGrad.call(() -> lm.logits(lm.model().forward(DecoderKind.embed(lm, ids), context))));
    DecoderKind.greedy(name + ".greedy", folder, lm, comparison);
    for (int i = 0; i < cases.size(); i++) {
      String text = cases.get(i).path("text").asText();
      int[] wanted = GoldenFolder.ints(cases.get(i).path("ids"));
      String at = name + ".tokenizer." + i;
      comparison.equal(at, wanted, model.tokenizer().encode(text));
      comparison.equal(at + ".decoded", text, model.tokenizer().decode(wanted, false));
    }
  }
}
