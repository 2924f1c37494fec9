package org.affectgpt.data;

import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Where training data lie: a folder in the MER-Caption+ layout. Tables not named are those of the
 * split; names of tables are relative to the root.
 *
 * @param root the folder with {@code video/} and {@code audio/}
 * @param split train_machine (MER-Caption+), train_human (OV-MERD) or test
 * @param labels csv with the columns name, openset
 * @param reasons csv with the columns name, reason
 * @param subtitles csv with the columns name and {@code subtitleColumn}
 * @param subtitleColumn english unless told
 */
public record DataConfig(
    String root,
    @Nullable String split,
    @Nullable String labels,
    @Nullable String reasons,
    @Nullable String subtitles,
    @Nullable String subtitleColumn) {
  public DataConfig {
    if (root == null) {
      throw new InputException("option data.root is missing; name the folder of the data set");
    }
    split = split == null ? "train_machine" : split;
    subtitleColumn = subtitleColumn == null ? "english" : subtitleColumn;
  }
}
