package org.affectgpt.corpus.face;

import java.awt.Color;
import org.affectgpt.tensor.CounterRng;

/**
 * Where a clip is shot.
 *
 * @param top background colour above
 * @param bottom background colour below
 * @param spots blurred lights behind the head: x, y, radius, opacity each
 * @param lightX brightness gained from left to right
 * @param lightY brightness gained from top to bottom
 * @param gain overall brightness
 * @param noise standard deviation of the sensor noise in grey levels
 */
public record Scene(
    Color top,
    Color bottom,
    double[][] spots,
    double lightX,
    double lightY,
    double gain,
    double noise) {

  private static final int[] WALLS = {
    0xBFD7EA, 0xD8C3A5, 0xA7BFA4, 0xC9B6D0, 0xE4C7B7, 0x8FA6B2, 0xB8B8B8, 0x9DB4C0
  };

  public static Scene sample(double noise, CounterRng rng) {
    Color wall = new Color(WALLS[rng.nextInt(WALLS.length)]);
    Color top = Identity.mix(wall, Color.WHITE, 0.25 * rng.nextDouble());
    Color bottom = Identity.mix(wall, new Color(0x30343F), 0.2 + 0.3 * rng.nextDouble());
    double[][] spots = new double[2 + rng.nextInt(3)][];
    for (int i = 0; i < spots.length; i++) {
      spots[i] =
          new double[] {
            96 * rng.nextDouble(),
            70 * rng.nextDouble(),
            6 + 12 * rng.nextDouble(),
            0.10 + 0.18 * rng.nextDouble()
          };
    }
    return new Scene(
        top,
        bottom,
        spots,
        0.16 * (2 * rng.nextDouble() - 1),
        0.10 * (2 * rng.nextDouble() - 1),
        0.94 + 0.12 * rng.nextDouble(),
        noise * (0.6 + 0.8 * rng.nextDouble()));
  }
}
