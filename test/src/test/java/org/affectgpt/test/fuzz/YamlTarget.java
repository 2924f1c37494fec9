package org.affectgpt.test.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.train.TrainFile;

/** Configurations. */
final class YamlTarget implements FuzzTarget {
  @Override
  public String name() {
    return "yaml";
  }

  @Override
  public String suffix() {
    return ".yaml";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        """
        model: m   # a comment
        output: "out"
        data: &d {root: 'a b', split: test}
        sft:
          steps: 2
          init_lr: 1.0e-5
          train_llm: true
        grpo:
          rewards: &r
            - {name: accuracy, weight: 0.5}
            - {name: format, weight: 1}
          <<: {}
        """
            .getBytes(StandardCharsets.UTF_8),
        "{\"model\": \"m\", \"output\": \"\\u00e9\", \"data\": {\"root\": \"r\"}}"
            .getBytes(StandardCharsets.UTF_8),
        "model: |\n  m\noutput: >-\n  a\n  b\ndata:\n  ? root\n  : r\n"
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long parse(Path file) {
    return new ConfigFile().read(file, TrainFile.class).hashCode();
  }
}
