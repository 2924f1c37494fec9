package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Layers that see the last tokens of a text only. As long as a text fits into the window they are
 * as any other layer; longer texts are refused.
 *
 * @param window tokens that a token sees, itself one of them; 0 where nothing slides
 * @param layers numbers of the layers
 */
public record Sliding(int window, List<Integer> layers) {
  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  public Sliding {
    layers = List.copyOf(layers);
  }

  /** Nothing slides. */
  public static Sliding none() {
    return new Sliding(0, List.of());
  }

  /**
   * Reads {@code config.json}.
   *
   * @param longest the longest text; a window that holds it changes nothing
   */
  static Sliding read(JsonConfig c, DecoderFamily family, int count, int longest) {
    List<String> types = types(c, count);
    int window = window(c, family);
    List<Integer> layers = new ArrayList<>();
    boolean qwen = family == DecoderFamily.QWEN2 || family == DecoderFamily.QWEN3;
    int first = qwen ? c.integer("max_window_layers", 28) : 0;
    for (int i = 0; i < count; i++) {
      if (types.isEmpty() ? window > 0 && i >= first : types.get(i).equals(SLIDING)) {
        layers.add(i);
      }
    }
    if (!layers.isEmpty() && window == 0 && qwen) {
      throw new InputException(
          c.where("layer_types")
              + " has sliding layers, but no sliding_window is in use; set use_sliding_window and"
              + " sliding_window");
    }
    return layers.isEmpty() || window == 0 || window >= longest
        ? none()
        : new Sliding(window, layers);
  }

  private static int window(JsonConfig c, DecoderFamily family) {
    boolean used =
        switch (family) {
          case QWEN2, QWEN3 -> c.bool("use_sliding_window", false);
          case LLAMA, MISTRAL -> true;
        };
    boolean open = !c.names("sliding_window");
    if (!used || (open ? family == DecoderFamily.LLAMA : !c.has("sliding_window"))) {
      return 0;
    }
    return c.positive("sliding_window", 4096);
  }

  private static List<String> types(JsonConfig c, int count) {
    List<String> types = c.texts("layer_types");
    if (!types.isEmpty() && types.size() != count) {
      throw new InputException(
          c.where("layer_types") + " has " + types.size() + " entries for " + count + " layers");
    }
    for (String type : types) {
      if (!type.equals(SLIDING) && !type.equals(FULL) && !type.equals("attention")) {
        throw new InputException(
            c.where("layer_types")
                + " names "
                + JsonConfig.plain(type)
                + "; "
                + FULL
                + " and "
                + SLIDING
                + " layers are supported");
      }
    }
    return types;
  }

  /**
   * Fails for a text that does not fit into the window.
   *
   * @param length its tokens
   */
  void require(int length) {
    if (window > 0 && length > window) {
      throw new InputException(
          "the text has more than "
              + window
              + " tokens, the model's sliding_window (config.json), and attention that slides is not"
              + " built; shorten the text or ask for fewer tokens");
    }
  }

  /** Adds the keys, where something slides, to a {@code config.json} of some layers. */
  void write(ObjectNode config, int count) {
    if (window > 0) {
      config.put("use_sliding_window", true).put("sliding_window", window);
      ArrayNode types = config.putArray("layer_types");
      for (int i = 0; i < count; i++) {
        types.add(layers.contains(i) ? SLIDING : FULL);
      }
    }
  }
}
