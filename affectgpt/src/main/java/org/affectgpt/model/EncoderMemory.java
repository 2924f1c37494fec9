package org.affectgpt.model;

import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.tools.memory.MemoryPart;

/** What the encoders' widest moments take; they run one after the other. */
public final class EncoderMemory {
  private static final int SAMPLE_RATE = 16000;

  private EncoderMemory() {}

  public static MemoryPart of(
      AffectGptConfig config, ClipVisionConfig vision, HubertConfig acoustic) {
    // a block's feed-forward before and after its activation, beside residual stream and norm
    long tokens = (long) config.media().frames() * (vision.patches() + 1);
    long frames =
        Float.BYTES
            * tokens
            * (4L * vision.transformer().intermediate() + 12L * vision.hiddenSize());
    // the first convolution's output, norm and activation, and as much again that is not yet freed
    long samples =
        (long) (config.media().audioClips() * config.media().audioClipSeconds() * SAMPLE_RATE);
    long sound =
        Float.BYTES
            * (samples / acoustic.convolutions().strides().getFirst())
            * acoustic.convolutions().dims().getFirst()
            * 6L;
    return new MemoryPart("encoders at work", MemoryPart.Place.HEAP, Math.max(frames, sound));
  }
}
