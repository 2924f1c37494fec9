package org.affectgpt.test.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Cases that transformers computed. */
final class Cases {
  private Cases() {}

  static Stream<JsonNode> of(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(name))) {
      JsonNode all = new ObjectMapper().readTree(in);
      return StreamSupport.stream(all.spliterator(), false);
    }
  }

  static float[] floats(JsonNode list) {
    float[] all = new float[list.size()];
    for (int i = 0; i < all.length; i++) {
      JsonNode n = list.get(i);
      all[i] = n.isTextual() ? Float.NEGATIVE_INFINITY : (float) n.doubleValue();
    }
    return all;
  }

  static int[] ints(JsonNode list) {
    int[] all = new int[list.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = list.get(i).intValue();
    }
    return all;
  }
}
