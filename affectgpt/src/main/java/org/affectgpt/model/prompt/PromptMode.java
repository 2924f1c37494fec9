package org.affectgpt.model.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt shows of a clip: the original's {@code face_or_frame} (base_dataset.py,
 * get_prompt_for_multimodal), each as a pattern of building blocks.
 */
public enum PromptMode {
  FACEFRAME("H A R F+ T E"),
  FACE("H A F T E"),
  FRAME("H A R T E"),
  AUDIOONLY("H A E"),
  TEXTONLY("H T E"),
  FACEONLY("H F0 E"),
  FRAMEONLY("H R0 E"),
  IMAGE("H I E"),
  AUDIO_TEXT("A T E"),
  FACE_TEXT("F0 T E"),
  FRAME_TEXT("r0 T E"),
  MULTIFACE_TEXT("H M T E"),
  MULTIFACE_AUDIO_FACE_TEXT("H M A F T E"),
  MULTIFRAME_AUDIO_FRAME_TEXT("H M A R T E"),
  MULTIFACE_AUDIO_FACE_FRAME_TEXT("H M A F R T E");

  private final String pattern;

  PromptMode(String pattern) {
    this.pattern = pattern;
  }

  /** The name in configurations, for example {@code multiface_audio_face_text}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode with this name. */
  public static PromptMode of(String key) {
    for (PromptMode m : values()) {
      if (m.key().equals(key)) {
        return m;
      }
    }
    throw new InputException(
        "face_or_frame: unknown mode '"
            + key
            + "'; use one of "
            + Arrays.stream(values()).map(PromptMode::key).toList());
  }

  public boolean usesSubtitle() {
    return blocks().contains("T");
  }

  /** The features that the prompt has places for. */
  public Set<PatchToken> patches() {
    Set<PatchToken> s = EnumSet.noneOf(PatchToken.class);
    for (String b : blocks()) {
      switch (b) {
        case "M" -> s.add(PatchToken.MULTI);
        case "A" -> s.add(PatchToken.AUDIO);
        case "R", "R0", "r0" -> s.add(PatchToken.FRAME);
        case "F", "F+", "F0" -> s.add(PatchToken.FACE);
        case "I" -> s.add(PatchToken.IMAGE);
        default -> {}
      }
    }
    return s;
  }

  /** The media that must be read (get_needed_data); the merged features need audio and video. */
  public Set<PatchToken> media() {
    Set<PatchToken> s = patches();
    if (s.remove(PatchToken.MULTI)) {
      s.add(PatchToken.AUDIO);
      s.add(multiVideo());
    }
    return s;
  }

  /** The video side of the pre-fusion branch: faces or frames. */
  public PatchToken multiVideo() {
    return name().startsWith("MULTIFRAME") ? PatchToken.FRAME : PatchToken.FACE;
  }

  /**
   * The prompt as text, each patch token standing once.
   *
   * @param subtitle may be empty; null only where the mode shows no subtitle
   */
  public String prompt(@Nullable String subtitle, String question) {
    return parts(subtitle, question).stream().map(PromptPart::text).collect(Collectors.joining());
  }

  /** The prompt in its pieces; see {@link #prompt}. */
  public List<PromptPart> parts(@Nullable String subtitle, String question) {
    if (usesSubtitle() && subtitle == null) {
      throw new InputException("--subtitle: mode " + key() + " needs one (it may be empty)");
    }
    List<PromptPart> parts = new ArrayList<>();
    for (String b : blocks()) {
      switch (b) {
        case "T" -> {
          parts.add(new PromptPart.Words("The subtitle of this video is: <Subtitle>"));
          parts.add(new PromptPart.Subtitle(subtitle == null ? "" : subtitle));
          parts.add(new PromptPart.Words("</Subtitle>. "));
        }
        case "E" -> {
          parts.add(
              new PromptPart.Words(
                  "Now, please answer my question based on all the provided information. "));
          parts.add(new PromptPart.Asked(question));
          parts.add(new PromptPart.Words(" ###Assistant: "));
        }
        default -> addTemplate(parts, block(b));
      }
    }
    return parts;
  }

  private List<String> blocks() {
    return List.of(pattern.split(" "));
  }

  private static void addTemplate(List<PromptPart> parts, String text) {
    for (PatchToken token : PatchToken.values()) {
      int at = text.indexOf(token.text());
      if (at >= 0) {
        parts.add(new PromptPart.Words(text.substring(0, at)));
        parts.add(new PromptPart.Place(token));
        parts.add(new PromptPart.Words(text.substring(at + token.text().length())));
        return;
      }
    }
    parts.add(new PromptPart.Words(text));
  }

  /** A block of the template that holds nothing of the user's. */
  private static String block(String id) {
    String sampling = "uniformly sample raw frames from the video";
    String frames = sampling + ": <Video><FrameHere></Video>. ";
    String faces = sampling + " and extract faces from these frames: <Video><FaceHere></Video>. ";
    return switch (id) {
      case "H" -> "###Human: ";
      case "M" -> "The audio and video merged info is: <Multi><MultiHere></Multi>. ";
      case "A" -> "The audio content is as follows: <Audio><AudioHere></Audio>. ";
      case "I" -> "The image content is as follows: <Image><ImageHere></Image>. ";
      case "R" -> "Meanwhile, we " + frames;
      case "R0" -> "We " + frames;
      case "r0" -> "we " + frames;
      case "F" -> "Meanwhile, we " + faces;
      case "F+" -> "Additionally, we " + faces;
      case "F0" -> "We " + faces;
      default -> throw new AssertionError(id);
    };
  }
}
