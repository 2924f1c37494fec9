package org.affectgpt.data;

import java.util.List;
import java.util.stream.IntStream;
import org.affectgpt.model.prompt.PromptMode;

/**
 * What a data set was when a run began, so that a resumed run notices when it is another: hashes of
 * the table rows that the run uses and of its clips' files. Copying or moving the folder changes
 * neither.
 *
 * @param tables names, labels, subtitles and descriptions, in order
 * @param clips sizes of the media and samples of their content
 */
public record DataFingerprint(String tables, String clips) {
  /** Modes whose reasoning tells all that a clip's reasoning can say. */
  private static final List<PromptMode> REASONED =
      List.of(
          PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
          PromptMode.TEXTONLY,
          PromptMode.AUDIOONLY,
          PromptMode.FRAMEONLY);

  /** The fingerprint of the clips that can be used. */
  public static DataFingerprint of(MerDataset data) {
    Fingerprint tables = new Fingerprint();
    for (MerDataset.Item item : data.items()) {
      tables.text(item.name()).text(item.subtitle()).text(item.reason());
      tables.text(Integer.toString(item.labels().size()));
      item.labels().forEach(tables::text);
      REASONED.forEach(mode -> tables.text(item.chain().text(mode)));
    }
    String[] files = new String[data.items().size()];
    IntStream.range(0, files.length)
        .parallel()
        .forEach(i -> files[i] = files(data.items().get(i).file()));
    Fingerprint clips = new Fingerprint();
    for (String file : files) {
      clips.text(file);
    }
    return new DataFingerprint(tables.hex(), clips.hex());
  }

  private static String files(ClipFile clip) {
    Fingerprint print = new Fingerprint().text(clip.name());
    print.sample(clip.video()).sample(clip.audio());
    if (clip.face() != null) {
      print.sample(clip.face());
    }
    return print.hex();
  }
}
