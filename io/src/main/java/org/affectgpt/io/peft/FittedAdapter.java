package org.affectgpt.io.peft;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.tensor.InputException;

/**
 * An adapter beside the base that it belongs to: every tensor has its place, everything that the
 * configuration promises is there.
 *
 * @param adapter as it was read
 * @param replaced base parameters by name, in the base's own format where that is a plain one, as
 *     PEFT copies them into the base's modules
 * @param ownHead whether a head that was the embedding table becomes one of its own
 */
public record FittedAdapter(
    PeftAdapter adapter, Map<String, TensorEntry> replaced, boolean ownHead) {
  private static final String HEAD = "lm_head";
  private static final String TABLE = "model.embed_tokens";
  private static final String WEIGHT = ".weight";
  private static final String A = ".lora_A.default.weight";

  public FittedAdapter {
    replaced = Collections.unmodifiableMap(new LinkedHashMap<>(replaced));
  }

  /**
   * Fits an adapter to its base.
   *
   * @param arena of the memory of what had to be rounded
   * @throws InputException naming the tensor that has no place or the one that is missing
   */
  public static FittedAdapter of(PeftAdapter adapter, BaseWeights base, Arena arena) {
    boolean ownHead = base.tied() && needsOwnHead(adapter);
    Fitting fitting = new Fitting(adapter, base, arena, ownHead);
    fitting.factors();
    fitting.whole();
    fitting.rows();
    fitting.table();
    return new FittedAdapter(adapter, fitting.replaced, ownHead);
  }

  private static boolean needsOwnHead(PeftAdapter adapter) {
    SavedParts saved = adapter.saved();
    boolean other =
        saved.has(TABLE) || saved.has(HEAD) || adapter.lora().targets().matchesTable(TABLE);
    return (other && !saved.tyingEnsured()) || adapter.lora().targets().matches(HEAD);
  }

  /** The low-rank layers: those that have a factor A. */
  public List<String> layers() {
    List<String> layers = new ArrayList<>();
    for (String name : adapter.factors().keySet()) {
      if (name.endsWith(A)) {
        layers.add(name.substring(0, name.length() - A.length()));
      }
    }
    return layers;
  }

  /** One fitting under way. */
  private static final class Fitting {
    private final PeftAdapter adapter;
    private final BaseWeights base;
    private final Arena arena;
    private final boolean ownHead;
    private final Map<String, TensorEntry> replaced = new LinkedHashMap<>();

    Fitting(PeftAdapter adapter, BaseWeights base, Arena arena, boolean ownHead) {
      this.adapter = adapter;
      this.base = base;
      this.arena = arena;
      this.ownHead = ownHead;
    }

    /** Every targeted layer has its factors, every factor its layer. */
    private void factors() {
      Set<String> layers = new HashSet<>(base.linearLayers());
      if (ownHead) {
        layers.add(HEAD);
      }
      layers.removeIf(layer -> !adapter.lora().targets().matches(layer));
      Set<String> expected = new HashSet<>();
      for (String layer : layers) {
        expected.addAll(parts(layer));
      }
      for (Map.Entry<String, TensorEntry> f : adapter.factors().entrySet()) {
        if (!expected.remove(f.getKey())) {
          throw adapter.error(
              f.getValue(),
              "belongs to no layer that " + adapter.config().getFileName() + " adapts in the base");
        }
      }
      expected.stream().sorted().findFirst().ifPresent(this::missing);
      layers.forEach(this::requireRank);
    }

    private void requireRank(String layer) {
      TensorEntry a = adapter.factors().get(layer + A);
      int rank = adapter.lora().rank(layer);
      if (a != null && (a.shape().size() != 2 || a.shape().getFirst() != rank)) {
        throw adapter.error(
            a,
            "has shape "
                + a.shape()
                + " but "
                + adapter.config().getFileName()
                + " says r "
                + rank);
      }
    }

    private List<String> parts(String layer) {
      List<String> parts = new ArrayList<>(List.of(layer + A, layer + ".lora_B.default.weight"));
      switch (adapter.lora().variant()) {
        case PLAIN -> {}
        case BIASED -> parts.add(layer + ".lora_B.default.bias");
        case DORA -> parts.add(layer + ".lora_magnitude_vector.default.weight");
      }
      return parts;
    }

    private void missing(String name) {
      throw new InputException(
          adapter.file()
              + ": has no '"
              + name.replace(".default", "")
              + "', which "
              + adapter.config().getFileName()
              + " and the base call for; is the base right?");
    }

    /** Saved modules, biases and tables, each in the place of a base parameter. */
    private void whole() {
      for (Map.Entry<String, TensorEntry> e : adapter.whole().entrySet()) {
        String name = e.getKey();
        boolean head = name.equals(HEAD + WEIGHT) && base.tied();
        if (head && !ownHead) {
          requireSame(e.getValue());
          continue;
        }
        BaseWeights.Weight weight = base.find(head ? TABLE + WEIGHT : name);
        if (weight == null) {
          throw adapter.error(e.getValue(), "has no place in the base; is the base right?");
        }
        requireShape(e.getValue(), weight);
        requireCurrentName(name, e.getValue());
        replaced.put(name, BaseFormat.of(e.getValue().named(name), weight.type(), arena));
      }
      Set<String> names = new HashSet<>(base.names());
      if (ownHead) {
        names.add(HEAD + WEIGHT);
      }
      for (String name : names.stream().sorted().toList()) {
        boolean follows = name.equals(HEAD + WEIGHT) && base.tied() && !ownHead;
        if (adapter.saved().covers(name) && !replaced.containsKey(name) && !follows) {
          throw new InputException(
              adapter.file()
                  + ": has no '"
                  + name
                  + "' although modules_to_save of "
                  + adapter.config().getFileName()
                  + " names its layer");
        }
      }
    }

    /** PEFT puts what it adapts under another name, and passes over tensors of the wrong one. */
    private void requireCurrentName(String name, TensorEntry e) {
      String layer = name.substring(0, name.lastIndexOf('.'));
      boolean adapted =
          adapter.factors().containsKey(layer + A) || adapter.tables().containsKey(layer + ".A");
      if (adapted != e.name().contains(".base_layer.")) {
        throw adapter.error(
            e,
            "has no place: PEFT "
                + (adapted ? "(since 0.6) calls it '" : "does not adapt its layer; it is '")
                + layer
                + (adapted ? ".base_layer" : "")
                + name.substring(layer.length())
                + "'");
      }
    }

    /** A tied head that is saved beside the table is the table once more. */
    private void requireSame(TensorEntry head) {
      TensorEntry table = adapter.whole().get(TABLE + WEIGHT);
      if (table == null || !Arrays.equals(table.toFloats(), head.toFloats())) {
        throw adapter.error(
            head, "differs from the embedding table, which is the head of the base");
      }
    }

    private void requireShape(TensorEntry e, BaseWeights.Weight weight) {
      if (!e.shape().equals(weight.shape())) {
        boolean table = e.shape().size() == 2 && e.shape().get(1).equals(weight.shape().getLast());
        throw adapter.error(
            e,
            "has shape "
                + e.shape()
                + " but the base's is "
                + weight.shape()
                + (table ? "; resize the base's vocabulary first" : "; is the base right?"));
      }
    }

    /** Trained rows of the embedding table, and of the head where it is the table. */
    private void rows() {
      for (Map.Entry<String, TensorEntry> e : adapter.rows().entrySet()) {
        String layer = e.getKey();
        if (layer.equals(HEAD) && base.tied() && !ownHead) {
          continue;
        }
        List<Integer> tokens = adapter.saved().tokensOf(layer);
        BaseWeights.Weight weight = base.find(layer + WEIGHT);
        if (weight == null || weight.shape().size() != 2) {
          throw adapter.error(e.getValue(), "has no table in the base; is the base right?");
        }
        e.getValue().require(tokens.size(), weight.shape().get(1));
        replaced.put(layer + WEIGHT, withRows(layer + WEIGHT, weight, tokens, e.getValue()));
      }
      for (String layer : adapter.saved().tokens().keySet()) {
        if (adapter.rows().keySet().stream().noneMatch(known -> known.endsWith(layer))) {
          throw new InputException(
              adapter.file() + ": has no rows for '" + layer + "' of trainable_token_indices");
        }
      }
    }

    /** An adapter on the embedding table, whose rows are {@code E + scale · (B A)^T}. */
    private void table() {
      TensorEntry a = adapter.tables().get(TABLE + ".A");
      TensorEntry b = adapter.tables().get(TABLE + ".B");
      BaseWeights.Weight weight = base.find(TABLE + WEIGHT);
      boolean adapted = weight != null && adapter.lora().targets().matchesTable(TABLE);
      if (adapter.tables().size() != (adapted ? 2 : 0) || (adapted && (a == null || b == null))) {
        throw new InputException(
            adapter.file()
                + ": its tensors lora_embedding_A and lora_embedding_B do not fit the target_modules"
                + " of "
                + adapter.config().getFileName()
                + " and the base");
      }
      if (weight == null || a == null || b == null) {
        return;
      }
      if (adapter.lora().variant() != LoraConfig.Variant.PLAIN) {
        throw adapter.error(a, "adapts the embedding table in a way that is not read; merge it");
      }
      TensorEntry saved = replaced.get(TABLE + WEIGHT);
      float[] values = saved == null ? weight.values().get() : saved.toFloats();
      int rank = adapter.lora().rank(TABLE);
      int width = Math.toIntExact(weight.shape().get(1));
      float[] down = a.require(rank, weight.shape().get(0)).toFloats();
      float[] up = b.require(width, rank).toFloats();
      int tokens = values.length / width;
      for (int token = 0; token < tokens; token++) {
        for (int i = 0; i < width; i++) {
          float sum = 0;
          for (int k = 0; k < rank; k++) {
            sum += down[k * tokens + token] * up[i * rank + k];
          }
          values[token * width + i] += adapter.lora().scaling(TABLE) * sum;
        }
      }
      replaced.put(TABLE + WEIGHT, inBaseFormat(TABLE + WEIGHT, weight, values));
    }

    private TensorEntry inBaseFormat(String name, BaseWeights.Weight weight, float[] values) {
      TensorEntry wide = BaseFormat.floats(name, weight.shape(), values, adapter.file(), arena);
      return BaseFormat.of(wide, weight.type(), arena);
    }

    private TensorEntry withRows(
        String name, BaseWeights.Weight weight, List<Integer> tokens, TensorEntry rows) {
      float[] values = weight.values().get();
      int width = Math.toIntExact(weight.shape().get(1));
      float[] trained = rows.toFloats();
      for (int i = 0; i < tokens.size(); i++) {
        int token = tokens.get(i);
        if (token < 0 || token >= weight.shape().get(0)) {
          throw adapter.error(rows, "is for token " + token + ", which the base does not have");
        }
        System.arraycopy(trained, i * width, values, token * width, width);
      }
      return inBaseFormat(name, weight, values);
    }
  }
}
