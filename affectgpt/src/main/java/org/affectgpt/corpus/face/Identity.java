package org.affectgpt.corpus.face;

import java.awt.Color;
import org.affectgpt.tensor.CounterRng;

/**
 * A person as drawn: everything about a face that does not move.
 *
 * @param index the number in the corpus; even numbers go with deep voices
 * @param style the haircut
 * @param beard what grows below, if anything
 * @param glasses 0 none, 1 round, 2 square
 * @param freckles whether there are freckles
 */
public record Identity(
    int index,
    Colours colours,
    Hair style,
    Beard beard,
    int glasses,
    Features face,
    boolean freckles) {

  /** What is painted in which base colour. */
  record Colours(Color skin, Color hair, Color iris, Color lips, Color clothes) {}

  /**
   * The measures of a face, lengths in units of a 96-pixel frame.
   *
   * @param width half the width of the face
   * @param jaw how square the jaw is, 0 to 1
   * @param eyeGap half the distance of the eyes
   * @param eyeSize factor on the eyes
   * @param browWeight thickness of the brows
   * @param mouthWidth half the width of the mouth at rest
   */
  record Features(
      double width,
      double jaw,
      double eyeGap,
      double eyeSize,
      double browWeight,
      double noseLength,
      double mouthWidth) {}

  enum Hair {
    SHORT,
    SIDE,
    CURLY,
    BUZZ,
    BALD,
    LONG,
    BOB,
    BUN,
    FRINGE
  }

  enum Beard {
    NONE,
    STUBBLE,
    FULL,
    MOUSTACHE
  }

  private static final int[] SKINS = {
    0xFBDCC4, 0xF5CDAE, 0xEDBE98, 0xE2AC80, 0xD0966A, 0xB97D52, 0x9A6340, 0x7C4D31
  };
  private static final int[] HAIRS = {
    0x1F1A1C, 0x33241E, 0x4E3322, 0x6E4728, 0x94612F, 0xC08A45, 0xDDB56C, 0x9E3F22, 0x8C8A8D
  };
  private static final int[] IRISES = {0x4A2E1B, 0x6B4423, 0x3E6B4F, 0x3F6F9E, 0x5B7A8C, 0x2E241F};
  private static final int[] CLOTHES = {
    0x355C7D, 0x6C5B7B, 0xC06C84, 0x2A9D8F, 0xE9C46A, 0xE76F51, 0x264653, 0x7A8450, 0xB23A48,
    0xF2E8DC
  };

  /** Identity number {@code index} of the corpus with this seed. */
  public static Identity of(long seed, int index) {
    CounterRng rng = new CounterRng(seed).split("identity").split(index);
    boolean deep = index % 2 == 0;
    int skinTone = rng.nextInt(SKINS.length);
    Color skin = vary(SKINS[skinTone], 8, rng);
    int darkest = skinTone >= 5 ? 3 : HAIRS.length;
    Color hair = vary(HAIRS[rng.nextInt(darkest)], 10, rng);
    Hair[] styles = Hair.values();
    Hair style =
        deep ? styles[rng.nextInt(5)] : styles[rng.nextDouble() < 0.15 ? 2 : 5 + rng.nextInt(4)];
    Beard[] beards = Beard.values();
    double bearded = rng.nextDouble();
    int beard = rng.nextInt(3);
    double glasses = rng.nextDouble();
    Color lips = mix(skin, new Color(deep ? 0xA8505A : 0xC23B55), deep ? 0.5 : 0.68);
    return new Identity(
        index,
        new Colours(
            skin,
            hair,
            vary(IRISES[rng.nextInt(IRISES.length)], 12, rng),
            lips,
            vary(CLOTHES[rng.nextInt(CLOTHES.length)], 12, rng)),
        style,
        deep && bearded < 0.4 ? beards[1 + beard] : Beard.NONE,
        glasses < 0.1 ? 1 : glasses < 0.18 ? 2 : 0,
        new Features(
            32.5 + 3.5 * rng.nextDouble(),
            (deep ? 0.45 : 0.05) + 0.5 * rng.nextDouble(),
            14.6 + 1.8 * rng.nextDouble(),
            (deep ? 0.94 : 1.02) + 0.12 * rng.nextDouble(),
            (deep ? 3.4 : 2.4) + 1.4 * rng.nextDouble(),
            10 + 4 * rng.nextDouble(),
            11.5 + 2.5 * rng.nextDouble()),
        rng.nextDouble() < 0.15 && skinTone < 5);
  }

  /** The colour between two, {@code t} of the way to the second. */
  static Color mix(Color a, Color b, double t) {
    return new Color(
        clamp(a.getRed() + t * (b.getRed() - a.getRed())),
        clamp(a.getGreen() + t * (b.getGreen() - a.getGreen())),
        clamp(a.getBlue() + t * (b.getBlue() - a.getBlue())));
  }

  static Color alpha(Color c, double a) {
    return new Color(c.getRed(), c.getGreen(), c.getBlue(), clamp(255 * a));
  }

  private static Color vary(int rgb, int spread, CounterRng rng) {
    double grey = spread * (2 * rng.nextDouble() - 1);
    int r = clamp(((rgb >> 16) & 255) + grey + 0.5 * spread * (2 * rng.nextDouble() - 1));
    int g = clamp(((rgb >> 8) & 255) + grey + 0.5 * spread * (2 * rng.nextDouble() - 1));
    int b = clamp((rgb & 255) + grey + 0.5 * spread * (2 * rng.nextDouble() - 1));
    return new Color(r, g, b);
  }

  private static int clamp(double x) {
    return (int) Math.min(255, Math.max(0, Math.rint(x)));
  }
}
