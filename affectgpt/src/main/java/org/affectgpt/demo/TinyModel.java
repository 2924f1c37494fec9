package org.affectgpt.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.config.ConfigText;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.tokenizer.BpeTrainer;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.Widths;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderFamily;
import org.affectgpt.nn.decoder.RopeScaling;
import org.affectgpt.nn.hubert.ConvStack;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A fresh AffectGPT of about two million weights: the original's parts, each as small as works. */
public final class TinyModel {
  private static final int IMAGE = 48;
  private static final int PATCH = 12;
  private static final int WIDTH = 96;
  private static final int ENCODER_HEADS = 4;
  private static final int ENCODER_LAYERS = 3;
  private static final int HIDDEN = 128;
  private static final int FEED_FORWARD = 352;
  private static final int DECODER_LAYERS = 4;
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int VOCABULARY = 1024;
  private static final int MAX_POSITIONS = 2048;
  private static final double RMS_EPS = 1e-6;

  /** Prompts are short: Qwen2's own base of a million would waste most frequencies. */
  private static final double ROPE_THETA = 1e4;

  /** Qwen2's 0.02 is meant for widths of thousands; at 128 it keeps training on a plateau. */
  private static final double SPREAD = 0.05;

  private static final String CONFIG = "tiny.yaml";

  private TinyModel() {}

  static AffectGptConfig config() {
    return new ConfigFile()
        .parse(
            List.of(ConfigText.resource(TinyModel.class, CONFIG)),
            List.of(),
            AffectGptConfig.class);
  }

  /** A vocabulary learned from the corpus's own texts. */
  public static Tokenizer tokenizer(Iterable<String> texts) {
    List<String> special = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
    special.addAll(PatchToken.texts());
    return BpeTrainer.ofSize(VOCABULARY).special(special).train(texts);
  }

  public static LoadedModel create(
      Backend backend, Tokenizer tokenizer, Path folder, CounterRng rng) {
    AffectGptConfig config = config();
    Init init = Init.random(backend, rng.split("init"));
    ClipVisionModel vision =
        new ClipVisionModel(
            init.child("clip"),
            ClipVisionConfig.of(WIDTH, ENCODER_LAYERS, ENCODER_HEADS, IMAGE, PATCH, WIDTH));
    HubertModel acoustic =
        new HubertModel(
            init.child("hubert"),
            HubertConfig.of(
                WIDTH,
                ENCODER_LAYERS,
                ENCODER_HEADS,
                ConvStack.of(
                    List.of(32, 48, 64, WIDTH), List.of(20, 8, 4, 4), List.of(10, 4, 4, 2)),
                16,
                4));
    DecoderConfig llm =
        new DecoderConfig(
            DecoderFamily.QWEN2,
            new DecoderConfig.Size(tokenizer.vocabSize(), HIDDEN, FEED_FORWARD, DECODER_LAYERS),
            new DecoderConfig.Heads(HEADS, KV_HEADS, HIDDEN / HEADS, true, false),
            new DecoderConfig.Rope(ROPE_THETA, new RopeScaling.None(), MAX_POSITIONS),
            RMS_EPS,
            true,
            SPREAD);
    CausalLm decoder = new CausalLm(init.child("llm"), llm);
    Widths widths = new Widths(WIDTH, WIDTH, HIDDEN);
    Fusions fusions = new Fusions(init.child("fusions"), config, widths, null);
    // raw attention scores of 1/8 begin as the mean of the 8 frames or windows
    fill(fusions, "video_attention_mlp.bias", 1f / config.media().frames());
    fill(fusions, "audio_attention_mlp.bias", 1f / config.media().frames());
    fill(fusions, "fc_att.bias", 1f);
    AffectGptModel model =
        new AffectGptModel(
            config, widths, fusions, decoder, new PromptTokenizer(tokenizer, config));
    return new LoadedModel(
        ModelSources.of(folder, config),
        model,
        new MediaEncoder(backend, vision, acoustic, config.media().jointAudioNormalisation()),
        ImageProcessorConfig.clip(IMAGE),
        List.of(),
        List.of());
  }

  private static void fill(Fusions fusions, String name, float value) {
    Tensor t = fusions.parameters().get(name).value();
    float[] values = new float[Math.toIntExact(t.size())];
    Arrays.fill(values, value);
    t.set(values);
  }
}
