package org.affectgpt.io.media;

import org.affectgpt.nn.config.KeyTable;

/** What becomes of every key that the {@code preprocessor_config.json} of CLIP may have. */
public final class ImageProcessorKeys {
  private ImageProcessorKeys() {}

  /** The keys. */
  public static KeyTable table() {
    return KeyTable.of("preprocessor_config.json of CLIP")
        .honoured(
            "the steps that are taken", "do_resize", "do_center_crop", "do_rescale", "do_normalize")
        .honoured("of resizing: the shortest edge, or height and width", "size")
        .honoured(
            "a size that is one number is a square, not the shortest edge", "default_to_square")
        .honoured("3, bicubic; any other is refused where pictures are resized", "resample")
        .honoured("of the centre", "crop_size")
        .honoured("what a byte is multiplied with", "rescale_factor")
        .honoured("one value a colour", "image_mean", "image_std")
        .none("pictures are always RGB", "do_convert_rgb")
        .none(
            "recorded by the writer, not used",
            "feature_extractor_type",
            "image_processor_type",
            "processor_class",
            "_valid_processor_keys",
            "_processor_class",
            "data_format",
            "input_data_format",
            "return_tensors",
            "disable_grouping",
            "device",
            "image_seq_length",
            "auto_map")
        .none("frames of one size are never padded", "do_pad")
        .refused("pad_size", "borders around pictures are not built; leave it out", "{}")
        .refused("use_square_size", "give size as height and width instead", "false")
        .build();
  }
}
