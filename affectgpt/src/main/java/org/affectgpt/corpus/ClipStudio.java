package org.affectgpt.corpus;

import java.util.List;
import org.affectgpt.corpus.face.FaceMotion;
import org.affectgpt.corpus.face.FaceRenderer;
import org.affectgpt.corpus.face.Identity;
import org.affectgpt.corpus.face.Scene;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.plan.State;
import org.affectgpt.corpus.voice.Prosody;
import org.affectgpt.corpus.voice.ProsodyTargets;
import org.affectgpt.corpus.voice.Speaker;
import org.affectgpt.corpus.voice.Speech;
import org.affectgpt.corpus.voice.VoiceSynthesizer;
import org.affectgpt.corpus.words.Labels;
import org.affectgpt.corpus.words.Reasoning;
import org.affectgpt.corpus.words.Subtitles;
import org.affectgpt.io.media.ClipSampling;
import org.affectgpt.tensor.CounterRng;

/**
 * Plans and renders clips. A clip is a pure function of the configuration, the split and the index;
 * one studio serves one thread because its canvas is reused.
 */
public final class ClipStudio {
  /** The length of the windows for which prosody targets are given, in seconds. */
  public static final double WINDOW_SECONDS = 0.25;

  private final CorpusConfig config;
  private final Subtitles subtitles = new Subtitles();
  private final Labels labels;
  private final FaceMotion motion;
  private final FaceRenderer faces;
  private final VoiceSynthesizer voices;

  public ClipStudio(CorpusConfig config) {
    this.config = config;
    this.labels = new Labels(config);
    this.motion = new FaceMotion(config.media());
    this.faces = new FaceRenderer(config.media().frameSize());
    this.voices = new VoiceSynthesizer(config.media().sampleRate());
  }

  /** All that is known about a clip, without rendering it. */
  public Clip plan(Split split, int index) {
    CounterRng rng = stream(split, index);
    State state = state(split, index);
    Observed seen = Observed.sample(state, config.noise(), rng.split("observed"));
    String subtitle = subtitles.sample(seen.text(), split, rng.split("subtitle"));
    int identity = identity(split, rng.split("identity"));
    int speaker = speaker(split, identity, rng.split("speaker"));
    List<String> human = labels.human(state, rng.split("human"));
    List<String> machine = labels.machine(state, seen, rng.split("machine"));
    Speech speech = speech(seen, subtitle, speaker, rng);
    return new Clip(
        split.clipName(index),
        split,
        index,
        new Clip.Person(identity, speaker),
        state,
        seen,
        new Clip.Texts(
            subtitle,
            human,
            machine,
            Reasoning.describe(
                seen, split == Split.TRAIN_MACHINE ? machine : human, rng.split("reason")),
            Reasoning.think(seen)),
        new Clip.Targets(
            motion.plan(seen.face(), speech, frames(rng), rng.split("face")),
            prosody(speech, frames(rng))));
  }

  /** Renders a planned clip. */
  public Footage render(Clip clip) {
    CorpusConfig.Media media = config.media();
    CounterRng rng = stream(clip.split(), clip.index());
    Speech speech = speech(clip.observed(), clip.subtitle(), clip.person().speaker(), rng);
    byte[][] frames =
        faces.render(
            Identity.of(config.seed(), clip.person().identity()),
            Scene.sample(media.pixelNoise(), rng.split("scene")),
            clip.targets().actionUnits(),
            rng.split("grain"));
    float[] sound = voices.play(speech, samples(frames.length), rng.split("voice"));
    return new Footage(media.frameSize(), media.fps(), List.of(frames), sound, media.sampleRate());
  }

  private CounterRng stream(Split split, int index) {
    return new CounterRng(config.seed()).split(split.key()).split(index);
  }

  /** Every run of as many clips as there are states holds each state once, in a random order. */
  private State state(Split split, int index) {
    State[] order = State.values();
    CounterRng rng =
        new CounterRng(config.seed()).split(split.key() + " states").split(index / order.length);
    for (int i = order.length - 1; i > 0; i--) {
      int j = rng.nextInt(i + 1);
      State swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order[index % order.length];
  }

  private int identity(Split split, CounterRng rng) {
    CorpusConfig.Pools pools = config.pools();
    return split == Split.TEST
        ? pools.trainIdentities() + rng.nextInt(pools.testIdentities())
        : rng.nextInt(pools.trainIdentities());
  }

  /** A voice that goes with the face: both even or both odd. */
  private int speaker(Split split, int identity, CounterRng rng) {
    CorpusConfig.Pools pools = config.pools();
    int first = split == Split.TEST ? pools.trainSpeakers() : 0;
    int count = split == Split.TEST ? pools.testSpeakers() : pools.trainSpeakers();
    int any = first + rng.nextInt(count);
    boolean fits = any % 2 == identity % 2;
    return fits ? any : any + 1 < first + count ? any + 1 : Math.max(first, any - 1);
  }

  private int frames(CounterRng rng) {
    CorpusConfig.Media media = config.media();
    return media.minFrames()
        + rng.split("length").nextInt(media.maxFrames() - media.minFrames() + 1);
  }

  private int samples(int frames) {
    return frames * config.media().sampleRate() / config.media().fps();
  }

  private Speech speech(Observed seen, String subtitle, int speaker, CounterRng rng) {
    return Speech.plan(
        subtitle,
        (double) frames(rng) / config.media().fps(),
        Speaker.of(config.seed(), speaker),
        Prosody.sample(seen.voice(), rng.split("prosody")),
        rng.split("speech"));
  }

  private float[][] prosody(Speech speech, int frames) {
    int rate = config.media().sampleRate();
    int[] starts =
        new ClipSampling(ProsodyTargets.WINDOWS, WINDOW_SECONDS, rate, ProsodyTargets.WINDOWS)
            .starts(samples(frames));
    double[] seconds = new double[starts.length];
    for (int k = 0; k < starts.length; k++) {
      seconds[k] = (double) starts[k] / rate;
    }
    return ProsodyTargets.of(speech, seconds, WINDOW_SECONDS);
  }
}
