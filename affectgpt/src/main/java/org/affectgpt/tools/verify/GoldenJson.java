package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.tensor.InputException;

/** Values as the golden files of metrics and rewards write them. */
final class GoldenJson {
  /** What stands for a value where the reference fails. */
  static final String REFUSED = "refused";

  private GoldenJson() {}

  /** The strings of an array. */
  static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  /** A number, which is written as "nan" where it is none. */
  static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  /** The labels of one side of a sample: a list, or a list written as text. */
  static List<String> labels(JsonNode written) {
    return written.isArray()
        ? LabelList.normalise(strings(written))
        : LabelList.labels(written.isNull() ? null : written.asText());
  }

  /** A value in words, or {@link #REFUSED} for input that is refused. */
  static String orRefused(Supplier<String> value) {
    try {
      return value.get();
    } catch (InputException e) {
      return REFUSED;
    }
  }
}
