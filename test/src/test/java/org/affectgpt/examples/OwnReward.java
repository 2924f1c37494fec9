package org.affectgpt.examples;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.grpo.Reward;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.train.GrpoPrompt;
import org.affectgpt.train.GrpoRun;
import org.affectgpt.train.GrpoRunConfig;
import org.affectgpt.train.RunFolder;

/** Adds a reward to GRPO. */
final class OwnReward {
  private OwnReward() {}

  static RunFolder train(AffectGptModel model, List<LabelledClip> clips, Path out) {
    // example: begin
    Reward<GrpoPrompt> brevity =
        Reward.perCompletion("brevity", (prompt, answer) -> -0.1 * answer.tokens().length);
    List<String> options = List.of("steps=6", "train_llm=true", "init_lr=1e-3");
    GrpoRunConfig config = new ConfigFile().read(List.of(), options, GrpoRunConfig.class);
    GrpoRun run =
        new GrpoRun(model, null, clips, config, WheelRewardOptions.of(PublishedWheels.load()))
            .with(brevity, 1.0); // beside the rewards of the configuration
    RunFolder folder = new RunFolder(out, "brevity");
    run.run(folder, false, (done, total, note) -> System.out.println(done + ": " + note));
    return folder; // its log has a line a step: reward, reward/brevity, reward/accuracy_p3, ...
    // example: end
  }
}
