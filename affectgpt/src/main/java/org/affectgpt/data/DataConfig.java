package org.affectgpt.data;

import org.affectgpt.config.Defaults;
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
 */
@Defaults("data")
public record DataConfig(
    String root,
    String split,
    @Nullable String labels,
    @Nullable String reasons,
    @Nullable String subtitles,
    String subtitleColumn) {}
