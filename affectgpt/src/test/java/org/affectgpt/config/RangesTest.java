package org.affectgpt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.demo.DemoPlan;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.train.TrainFile;
import org.junit.jupiter.api.Test;

/**
 * Every number in every record of options: NaN, infinities, -1, 0 and huge ones are refused by the
 * option's name, or stand in a list with the reason why they are let through.
 */
class RangesTest {
  private static final List<Object> DOUBLES =
      List.of(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          -1.0,
          0.0,
          Double.MAX_VALUE);
  private static final List<Object> INTS = List.of(-1, 0, Integer.MAX_VALUE);
  private static final List<Object> LONGS = List.of(-1L, 0L, Long.MAX_VALUE);

  private static final String HUGE = Integer.toString(Integer.MAX_VALUE);

  /** Record.component=value and why it means something. */
  private static final Map<String, String> ACCEPTED = new LinkedHashMap<>();

  static {
    for (String seed : List.of("RunConfig.seed", "DemoPlan.seed", "CorpusConfig.seed")) {
      for (Object any : LONGS) {
        ACCEPTED.put(seed + "=" + any, "any number is a seed");
      }
    }
    because(
        "a run may be as long as one likes; it can be stopped and goes on",
        HUGE,
        "RunConfig.steps",
        "WarmupConfig.visionSteps",
        "WarmupConfig.audioSteps");
    because("a checkpoint at the end alone", HUGE, "RunConfig.checkpointEvery");
    because("all prompts in one pass", HUGE, "RolloutConfig.promptsPerPass");
    because("the KL divergence is measured at the first step alone", HUGE, "LossConfig.klEvery");
    because("never", "0", "LossConfig.klEvery");
    because("warm-up from the first step to the last", HUGE, "OptimizerConfig.warmupSteps");
    because("no warm-up", "0", "OptimizerConfig.warmupSteps");
    because("nothing is learnt, as PyTorch has it: a dry run", "0.0", "OptimizerConfig.initLr");
    because("the cosine ends at 0", "0.0", "OptimizerConfig.minLr");
    because("no decay", "0.0", "OptimizerConfig.weightDecay");
    because(
        "no memory of earlier gradients", "0.0", "OptimizerConfig.beta1", "OptimizerConfig.beta2");
    because("no clipping", "0.0", "OptimizerConfig.maxGradNorm");
    because("no reference is asked", "0.0", "LossConfig.klCoef");
    because("the ratio is held at 1", "0.0", "LossConfig.clipRange", "LossConfig.clipRangeHigh");
    because("a reward that is logged only", "0.0", "RewardItem.weight");
    because("a penalty", "-1.0", "RewardItem.weight");
    because(
        "never",
        "0.0",
        "ExampleMix.singleModalityShare",
        "ExampleMix.descriptionShare",
        "ExampleMix.emptySubtitleShare",
        "Noise.faceNothing",
        "Noise.voiceNothing",
        "Noise.textNothing",
        "Noise.randomClass",
        "MachineTier.wrong",
        "MachineTier.superfluous",
        "MachineTier.secondSuperfluous",
        "MachineTier.vagueShare",
        "MachineTier.frontShare");
    because("no adapters", "0", "AdapterConfig.rank");
    because("adapters that say nothing", "0.0", "AdapterConfig.alpha");
    because("PEFT takes any scale", "-1.0", "AdapterConfig.alpha");
    because("no dropout", "0.0", "AdapterConfig.dropout");
    because("all synonyms alike", "0.0", "Gold.rankExponent");
    because("a split without clips", "0", "Sizes.trainMachine", "Sizes.trainHuman", "Sizes.test");
    because("steady", "0.0", "Media.positionJitter", "Media.rotationJitter", "Media.pixelNoise");
  }

  private static void because(String reason, String value, String... components) {
    for (String c : components) {
      ACCEPTED.put(c + "=" + value, reason);
    }
  }

  private final Set<String> let = new TreeSet<>();
  private final List<String> wrong = new ArrayList<>();
  private final Set<Class<?>> seen = new HashSet<>();

  private static TrainFile file() {
    List<String> set =
        List.of(
            "model=m",
            "output=o",
            "data={root: r}",
            "sft={min_lr: 1.0e-6}",
            "grpo={min_lr: 1.0e-7, clip_range_high: 0.3, max_new_tokens: 5}");
    return new ConfigFile().read(List.of(), set, TrainFile.class);
  }

  @Test
  void everyNumberHasARange() {
    walk(file());
    walk(DemoPlan.load(true, 1, List.of()));
    walk(CorpusConfig.defaults());
    walk(new ConfigFile().read(List.of(), List.of(), AffectGptConfig.class));
    assertEquals(List.of(), wrong);
    assertEquals(new TreeSet<>(ACCEPTED.keySet()), let);
    assertTrue(seen.size() >= 20, seen.toString());
  }

  private void walk(Object value) {
    if (value instanceof List<?> list) {
      list.forEach(this::walk);
    } else if (value instanceof Record r && seen.add(r.getClass())) {
      for (RecordComponent c : r.getClass().getRecordComponents()) {
        numbers(c.getType()).forEach(n -> attempt(r, c, n));
        walk(get(r, c));
      }
    }
  }

  private static List<Object> numbers(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return DOUBLES;
    }
    if (type == int.class || type == Integer.class) {
      return INTS;
    }
    return type == long.class ? LONGS : List.of();
  }

  private void attempt(Record r, RecordComponent changed, Object number) {
    RecordComponent[] all = r.getClass().getRecordComponents();
    Object[] values =
        Arrays.stream(all)
            .map(c -> c.getName().equals(changed.getName()) ? number : get(r, c))
            .toArray();
    Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class[]::new);
    String name = r.getClass().getSimpleName() + "." + changed.getName() + "=" + number;
    try {
      var constructor = r.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      constructor.newInstance(values);
      let.add(name);
    } catch (InvocationTargetException e) {
      String key = PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(changed.getName());
      String said = String.valueOf(e.getCause().getMessage());
      boolean named = said.matches("option \\S*(" + key + "|n_frms|lora_\\w+|num_\\w+).*, not .*");
      boolean other = said.contains("not " + number);
      if (!(e.getCause() instanceof InputException) || !named || !other) {
        wrong.add(name + ": " + said);
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object get(Record r, RecordComponent c) {
    try {
      c.getAccessor().setAccessible(true);
      return c.getAccessor().invoke(r);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String refusal(String... set) {
    List<String> all = new ArrayList<>(List.of("model=m", "output=o", "data={root: r}"));
    all.addAll(List.of(set));
    try {
      new ConfigFile().read(List.of(), all, TrainFile.class);
    } catch (InputException e) {
      return Objects.requireNonNull(e.getMessage());
    }
    return "taken";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** As they are written in a file. */
  @Test
  void valuesOutOfRangeNameKeyValueAndRange() {
    for (String[] c :
        new String[][] {
          {"sft={init_lr: -0.001}", "init_lr", "0 or more", "-0.001"},
          {"sft={beta2: 1.5}", "beta2", "below 1", "1.5"},
          {"sft={beta1: 1}", "beta1", "below 1", "1.0"},
          {"sft={weight_decay: .nan}", "weight_decay", "nan"},
          {"sft={max_grad_norm: .inf}", "max_grad_norm", "inf"},
          {"grpo={top_p: 0}", "top_p", "above 0 and at most 1", "0.0"},
          {"grpo={top_p: 1.5}", "top_p", "above 0 and at most 1", "1.5"},
          {"grpo={temperature: 0}", "temperature", "at least", "0.0"},
          {"grpo={clip_range: -0.2}", "clip_range", "0 or more", "-0.2"},
          {"grpo={group_size: 1}", "group_size", "from 2", "1"},
          {"grpo={kl_coef: .nan}", "kl_coef", "nan"},
          {"grpo={rewards: []}", "rewards", "at least one", "entry"},
          {"grpo={rewards: [{name: accuracy, weight: .nan}]}", "weight", "nan"},
          {"grpo={rewards: [{name: accuracy, weight: 0}]}", "rewards", "not 0", "nothing"},
          {"grpo={rewards: [{name: luck}]}", "name", "luck", "accuracy"},
          {"grpo={rewards: [{name: accuracy, penalty: p9}]}", "penalty", "p9", "p3"},
        }) {
      String said = refusal(c[0]);
      for (int i = 1; i < c.length; i++) {
        assertTrue(lower(said).contains(lower(c[i])), said + " lacks " + c[i]);
      }
    }
    assertEquals("taken", refusal("sft={init_lr: 0}"));
  }
}
