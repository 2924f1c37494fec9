package org.affectgpt.io.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DecoderNamesTest {
  private static final List<String> MODEL =
      List.of(
          "model.embed_tokens.weight",
          "model.layers.0.self_attn.q_proj.weight",
          "model.norm.weight",
          "lm_head.weight");

  private static void named(UnaryOperator<String> change) {
    List<String> file = MODEL.stream().map(change).toList();
    assertEquals(MODEL, file.stream().map(DecoderNames.of(file)).toList());
  }

  @Test
  void takesOffAndAddsWhatSaversPutInFront() {
    named(n -> n);
    named(n -> n.startsWith("model.") ? n.substring(6) : n);
    named(n -> "module." + n);
    named(n -> "_orig_mod." + n);
    named(n -> "module._orig_mod." + n);
    named(n -> n.replace("model.", "model._orig_mod."));
  }

  @Test
  void leavesOtherModelsAlone() {
    List<String> clip = List.of("vision_model.encoder.layers.0.mlp.fc1.weight", "logit_scale");
    assertEquals(clip, clip.stream().map(DecoderNames.of(clip)).toList());
    List<String> mixed = List.of("module.a", "b");
    assertEquals(mixed, mixed.stream().map(DecoderNames.of(mixed)).toList());
  }
}
