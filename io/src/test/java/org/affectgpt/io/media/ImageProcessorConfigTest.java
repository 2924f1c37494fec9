package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.JsonText;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms of {@code preprocessor_config.json}, read as transformers reads them. */
class ImageProcessorConfigTest {
  private static ImageProcessorConfig read(String json) {
    return ImageProcessorConfig.of(JsonText.parse(json, "p.json"), Path.of("p.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|0|224",
        "{'size':{'shortest_edge':48}}|0|48",
        "{'size':48}|0|48",
        "{'size':48,'default_to_square':true}|48|48",
        "{'size':[48,32]}|32|48",
        "{'size':{'height':48,'width':32}}|32|48",
        "{'size':null}|0|224",
      })
  void sizes(String json, int width, int height) {
    assertEquals(
        new ImageProcessorConfig.Step(true, width, height), read(json.replace('\'', '"')).resize());
  }

  @Test
  void cropsAndColours() {
    assertEquals(
        new ImageProcessorConfig.Step(true, 20, 30), read("{\"crop_size\":[30,20]}").crop());
    assertEquals(new ImageProcessorConfig.Step(true, 20, 20), read("{\"crop_size\":20}").crop());
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, read("{\"image_mean\":0.5}").mean());
    assertArrayEquals(new float[] {1, 1, 1}, read("{\"do_normalize\":false}").std());
  }

  @Test
  void soundsOfHubert() {
    JsonConfig usual =
        JsonConfig.parse(
            "{\"do_normalize\":true,\"feature_size\":1,\"padding_value\":0.0,"
                + "\"sampling_rate\":16000,\"return_attention_mask\":true}",
            "p.json");
    SoundProcessorKeys.table().check(usual);
    assertEquals(List.of(), usual.notes());
    JsonConfig other = JsonConfig.parse("{\"do_normalize\":false}", "p.json");
    InputException e =
        assertThrows(InputException.class, () -> SoundProcessorKeys.table().check(other));
    assertEquals(
        "p.json: key do_normalize is false: sound that is not brought to mean 0 and deviation 1 is"
            + " not built; set it to true",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'size':{'longest_edge':48}}|size is {'longest_edge':48}; it needs shortest_edge alone, or height and width",
        "{'size':{'shortest_edge':4,'longest_edge':48}}|size is {'shortest_edge':4,'longest_edge':48}; it needs shortest_edge alone, or height and width",
        "{'size':[4]}|size is [4]; a list needs height and width",
        "{'crop_size':{'shortest_edge':4}}|crop_size is {'shortest_edge':4}; it needs height and width",
        "{'pad_size':{'height':4,'width':4}}|pad_size is {'height':4,'width':4}: borders around pictures are not built; leave it out",
        "{'resample':2}|resample is 2; only 3 (bicubic) is supported",
        "{'image_std':[1,1]}|image_std is [1,1]; three numbers are needed",
      })
  void whatIsNotReadIsOneLine(String json, String message) {
    InputException e = assertThrows(InputException.class, () -> read(json.replace('\'', '"')));
    assertEquals("p.json: key " + message.replace('\'', '"'), e.getMessage());
  }
}
