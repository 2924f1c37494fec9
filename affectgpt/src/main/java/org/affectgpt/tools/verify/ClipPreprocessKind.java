package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.media.ClipImageProcessor;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.media.RgbImage;
import org.affectgpt.tensor.backend.Backend;

/** Pixel values that CLIP's image processor makes of PNG files. */
final class ClipPreprocessKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    JsonNode meta = folder.json("meta.json");
    ImageProcessorConfig config =
        ImageProcessorConfig.of(meta.path("config"), folder.path().resolve("meta.json"));
    ClipImageProcessor processor = new ClipImageProcessor(config);
    List<JsonNode> images = new ArrayList<>();
    meta.path("images").forEach(images::add);
    for (int i = 0; i < images.size(); i++) {
      String file = images.get(i).path("file").asText();
      RgbImage image = RgbImage.read(folder.path().resolve(file));
      float[] pixels = processor.apply(image);
      int[] shape =
          config.crop().taken()
              ? new int[] {3, config.crop().height(), config.crop().width()}
              : comparison.expected("pixel_values." + i).intShape();
      comparison.values("pixel_values." + i, shape, pixels);
    }
  }
}
