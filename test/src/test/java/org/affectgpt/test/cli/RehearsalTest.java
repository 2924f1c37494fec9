package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.torch.TorchWriter;
import org.affectgpt.io.weights.WeightFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's folders and checkpoints, rehearsed at a small size, from writing to answering. */
class RehearsalTest {
  private static final String CHECKPOINT = "checkpoint_000030_loss_0.602.pth";
  private static final String GATE = "fc_att.bias";

  @TempDir private static Path temp;
  private static TinyFolders tiny;
  private static Path folder;

  @BeforeAll
  static void make() throws IOException {
    tiny = TinyFolders.make(temp);
    folder = temp.resolve("rehearsal");
    JsonNode json = CommandRun.of("rehearse", "--out", folder, "--llm", "tiny", "--json").json();
    assertTrue(json.get("bytes").asLong() > 500_000, json.toString());
  }

  private static CommandRun infer(Object... more) {
    List<Object> args = new ArrayList<>(List.of("infer", "--video", tiny.video()));
    args.addAll(List.of("--audio", tiny.audio(), "--subtitle", "hello", "--greedy", "--json"));
    args.addAll(List.of("--max-tokens", "8", "--mode", "multiframe_audio_frame_text"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  /** With the base folders named one by one. */
  private static CommandRun official(Object... more) {
    List<Object> args = new ArrayList<>(List.of("--llm", folder.resolve("Qwen2.5-tiny-Instruct")));
    args.addAll(List.of("--clip", folder.resolve("clip-vit-large-patch14")));
    args.addAll(List.of("--hubert", folder.resolve("chinese-hubert-large")));
    args.addAll(List.of(more));
    return infer(args.toArray());
  }

  private static Path overlay(String name, String tensor, float... values) {
    Path file = temp.resolve(name);
    new TorchWriter().floats(tensor, new int[] {values.length}, () -> values).write(file, 31);
    return file;
  }

  @Test
  void answersFromItsFolderAsFromItsParts() throws IOException {
    CommandRun run = infer("--model", folder);
    JsonNode own = run.json();
    assertEquals(8, own.get("tokens").asInt());
    assertTrue(own.get("load_seconds").asDouble() > 0);
    assertTrue(own.get("ready_seconds").asDouble() > own.get("load_seconds").asDouble());
    assertTrue(own.get("first_token_seconds").asDouble() > own.get("ready_seconds").asDouble());
    assertTrue(own.get("seconds").asDouble() > own.get("first_token_seconds").asDouble());
    for (String time : List.of("seconds", "load_seconds", "ready_seconds", "first_token_seconds")) {
      assertTrue(own.get(time).decimalValue().scale() <= 6, own::toString);
    }
    assertTrue(
        own.get("tokens_per_s").decimalValue().stripTrailingZeros().precision() <= 4,
        own::toString);
    assertTrue(run.err().contains("memory: "), run.err());
    JsonNode parts = official("--checkpoint", folder.resolve(CHECKPOINT)).json();
    assertEquals(own.get("answer"), parts.get("answer"));
  }

  /** The file knows nothing of the tokens that mark the places of features. */
  @Test
  void aGgufDecoderAnswersAsItsFolder() throws IOException {
    Path gguf = temp.resolve("decoder.gguf");
    Files.write(gguf, FolderGguf.bytes(folder.resolve("Qwen2.5-tiny-Instruct")));
    List<Object> parts = new ArrayList<>(List.of("--checkpoint", folder.resolve(CHECKPOINT)));
    parts.addAll(List.of("--clip", folder.resolve("clip-vit-large-patch14")));
    parts.addAll(List.of("--hubert", folder.resolve("chinese-hubert-large"), "--llm", gguf));
    JsonNode own = infer("--model", folder).json();
    assertEquals(own.get("answer"), infer(parts.toArray()).json().get("answer"));
  }

  @Test
  void laterCheckpointsWinNameByName() throws IOException {
    Path first = folder.resolve(CHECKPOINT);
    Path second = overlay("second.pth", "multi_llama_proj.bias", new float[64]);
    CommandRun base = official("--checkpoint", first);
    CommandRun same = official("--checkpoint", second, "--checkpoint", first);
    CommandRun over = official("--checkpoint", first, "--checkpoint", huge("third.pth"));
    assertEquals(base.json().get("answer"), same.json().get("answer"));
    assertNotEquals(base.json().get("answer"), over.json().get("answer"));
    assertFalse(over.err().contains("lacks"), over.err());
  }

  private static Path huge(String name) {
    float[] values = new float[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? 50 : -50;
    }
    return overlay(name, "multi_llama_proj.bias", values);
  }

  @Test
  void namesThatDifferAreToldInOneLineEach() throws IOException {
    CommandRun run = official("--checkpoint", overlay("partial.pth", "wherever.weight", 1, 2));
    run.json();
    assertTrue(run.err().contains("ignored 1 tensor ('wherever.weight')"), run.err());
    assertEquals(1, run.err().lines().filter(l -> l.contains("lacks ")).count(), run.err());
  }

  @Test
  void checkpointsOfAnotherShapeAreRefused() {
    official("--checkpoint", overlay("other.pth", GATE, 1, 2, 3))
        .refused("other.pth", GATE, "lora_r");
    official().refused("--checkpoint");
    infer("--llm", folder).refused("--clip");
    CommandRun.of("infer", "--model", folder, "--video", tiny.video(), "--mode", "face")
        .refused("--face", "multiframe_audio_frame_text");
  }

  @Test
  void configurationsOfTheOriginalAreRead() throws IOException {
    Path yaml =
        Files.writeString(
            temp.resolve("original.yaml"),
            """
            model:
              arch: affectgpt
              video_fusion_type: attention
              audio_fusion_type: attention
              image_fusion_type: mean
              llama_model: Qwen25
              num_audio_query_token: 2
              num_video_query_token: 1
              num_multi_query_token: 1
              num_image_query_token: 1
              ckpt: ""
              ckpt_3: %s
            run:
              task: video_text_pretrain
            """
                .formatted(folder.resolve(CHECKPOINT)));
    official("--config", yaml).json();
    Path wrong = temp.resolve("wrong.yaml");
    Files.writeString(wrong, Files.readString(yaml).replace("num_image", "no_image"));
    official("--config", wrong).refused("wrong.yaml", "num_image_query_token");
    Files.writeString(wrong, Files.readString(yaml).replace("Qwen25", "Vicuna"));
    official("--config", wrong).refused("wrong.yaml", "Vicuna");
    Files.writeString(wrong, Files.readString(yaml).replace("video_fusion_type: attention", ""));
    official("--config", wrong).refused("video_fusion_type: qformer", "bert");
  }

  @Test
  void shardsAndSeedsAreReproducible() throws IOException {
    Path again = temp.resolve("again");
    Path other = temp.resolve("other");
    CommandRun.of("rehearse", "--out", again, "--llm", "tiny", "--threads", "1", "--json").json();
    CommandRun.of("rehearse", "--out", other, "--llm", "tiny", "--seed", "7", "--json").json();
    for (String file : List.of("Qwen2.5-tiny-Instruct/model.safetensors", CHECKPOINT)) {
      assertEquals(-1, Files.mismatch(folder.resolve(file), again.resolve(file)), file);
      assertTrue(Files.mismatch(folder.resolve(file), other.resolve(file)) >= 0, file);
    }
    CommandRun.of("rehearse", "--out", other, "--llm", "8b").refused("8b", "0.5b");
  }

  /** The head's row for a token {@code 48271} further on is the token's embedding. */
  @Test
  void aDecisiveDecoderWalksThroughItsVocabulary() throws IOException {
    Path decisive = temp.resolve("decisive");
    CommandRun.of("rehearse", "--out", decisive, "--llm", "tiny", "--decisive", "--json").json();
    Path llm = decisive.resolve("Qwen2.5-tiny-Instruct");
    for (String prompt : List.of("hello", "the person")) {
      JsonNode ids =
          CommandRun.of(
                  "generate", "--model", llm, "--prompt", prompt, "--greedy", "--json", "--force")
              .json()
              .get("ids");
      assertTrue(ids.size() > 8, ids.toString());
      for (int i = 1; i < ids.size(); i++) {
        assertEquals((ids.get(i - 1).asInt() + 48271) % 512, ids.get(i).asInt(), ids.toString());
      }
    }
  }

  /** Kernels would hide values that are not what a fresh model has. */
  @Test
  void valuesAreNormal() {
    try (Arena arena = Arena.ofConfined()) {
      Collection<TensorEntry> all =
          WeightFiles.open(folder.resolve("clip-vit-large-patch14"), arena).entries();
      TensorEntry fc1 =
          all.stream().filter(e -> e.name().endsWith("layers.1.mlp.fc1.weight")).findFirst().get();
      double sum = 0;
      double squares = 0;
      for (float v : fc1.toFloats()) {
        sum += v;
        squares += v * v;
      }
      int n = (int) fc1.elements();
      assertEquals(0, sum / n, 0.005);
      assertEquals(1.0 / 64, squares / n, 0.001);
    }
  }
}
