package org.affectgpt.train;

import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.config.Defaults;
import org.affectgpt.data.DataConfig;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.OfficialWheels;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of {@code train} and {@code grpo}.
 *
 * @param model the model folder to start from
 * @param data what to train on
 * @param output where the log, the checkpoint and at last the model go
 * @param sft the supervised run
 * @param grpo the GRPO run
 * @param wheels folder of MER-UniBench's wheel tables; the project's own wheels where absent
 * @param dtype f32 or bf16: how the trained model is stored
 */
@Defaults("run")
public record TrainFile(
    String model,
    DataConfig data,
    String output,
    @Nullable SftConfig sft,
    @Nullable GrpoRunConfig grpo,
    @Nullable String wheels,
    String dtype) {
  public TrainFile {
    dtype = dtype.toLowerCase(Locale.ROOT);
    if (!dtype.equals("f32") && !dtype.equals("bf16")) {
      throw new InputException("option dtype: '" + dtype + "' is unknown; use f32 or bf16");
    }
  }

  /** The supervised run, which must be there. */
  public SftConfig requireSft() {
    if (sft == null) {
      throw new InputException("the configuration has no section sft, which train needs");
    }
    return sft;
  }

  /** The GRPO run, which must be there. */
  public GrpoRunConfig requireGrpo() {
    if (grpo == null) {
      throw new InputException("the configuration has no section grpo, which grpo needs");
    }
    return grpo;
  }

  public Path modelFolder() {
    return Path.of(model);
  }

  public Path outputFolder() {
    return Path.of(output);
  }

  public StoredType storedType() {
    return dtype.equals("bf16") ? StoredType.BF16 : StoredType.F32;
  }

  /** The wheels that rewards are computed on. */
  public WheelRewardOptions wheelOptions() {
    return WheelRewardOptions.of(
        wheels == null ? PublishedWheels.load() : OfficialWheels.load(Path.of(wheels)));
  }
}
