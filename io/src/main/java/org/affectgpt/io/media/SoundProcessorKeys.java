package org.affectgpt.io.media;

import org.affectgpt.nn.config.KeyTable;

/** What becomes of every key that the {@code preprocessor_config.json} of HuBERT may have. */
public final class SoundProcessorKeys {
  private SoundProcessorKeys() {}

  /** The keys. */
  public static KeyTable table() {
    return KeyTable.of("preprocessor_config.json of HuBERT")
        .refused(
            "sampling_rate", "sound is brought to 16000 Hz; take a model of that rate", "16000")
        .refused(
            "do_normalize",
            "sound that is not brought to mean 0 and deviation 1 is not built; set it to true",
            "true")
        .refused("feature_size", "only the samples themselves are built", "1")
        .none(
            "pieces of one clip are equally long and need no padding",
            "padding_value",
            "padding_side",
            "return_attention_mask",
            "padding",
            "truncation",
            "max_length",
            "pad_to_multiple_of")
        .none(
            "recorded by the writer, not used",
            "feature_extractor_type",
            "processor_class",
            "auto_map",
            "return_tensors")
        .build();
  }
}
