package org.affectgpt.corpus.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.affectgpt.tensor.CounterRng;

/**
 * Draws close-ups of a face with Java2D, without a display. One renderer serves one thread; it
 * draws in units of a 96-pixel frame and scales them to any size.
 */
public final class FaceRenderer {
  /** The side of the frame in drawing units. */
  static final double UNITS = 96;

  private final int size;
  private final BufferedImage canvas;
  private final BufferedImage backdrop;
  private final int[] pixels;

  public FaceRenderer(int size) {
    this.size = size;
    this.canvas = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    this.backdrop = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    this.pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
  }

  /** The frames of a clip as packed RGB, {@code size * size * 3} bytes each. */
  public byte[][] render(Identity who, Scene scene, float[][] units, CounterRng noise) {
    byte[][] frames = new byte[units.length][];
    paintBackdrop(who, scene);
    HeadPainter head = new HeadPainter(who);
    for (int f = 0; f < units.length; f++) {
      Graphics2D g = canvas.createGraphics();
      try {
        g.drawImage(backdrop, 0, 0, null);
        prepare(g);
        g.transform(pose(units[f]));
        head.paint(g, units[f]);
      } finally {
        g.dispose();
      }
      frames[f] = expose(scene, noise.split(f).key());
    }
    return frames;
  }

  private void prepare(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    double s = size / UNITS;
    g.transform(new AffineTransform(s, 0, 0, s, 0, 0));
  }

  /** Puts the origin between the eyes and the mouth, moved and rolled as the head is. */
  private static AffineTransform pose(float[] units) {
    double roll = units[ActionUnit.ROLL.ordinal()];
    double c = StrictMath.cos(roll);
    double s = StrictMath.sin(roll);
    double x = UNITS / 2 + 2 * units[ActionUnit.SHIFT_X.ordinal()];
    double y = UNITS / 2 + 4 + 2 * units[ActionUnit.SHIFT_Y.ordinal()];
    return new AffineTransform(c, s, -s, c, x, y);
  }

  private void paintBackdrop(Identity who, Scene scene) {
    Graphics2D g = backdrop.createGraphics();
    try {
      prepare(g);
      g.setPaint(new GradientPaint(0, 0, scene.top(), 0, (float) UNITS, scene.bottom()));
      g.fill(new java.awt.geom.Rectangle2D.Double(0, 0, UNITS, UNITS));
      for (double[] spot : scene.spots()) {
        for (int ring = 4; ring >= 1; ring--) {
          double r = spot[2] * (0.7 + 0.1 * ring);
          g.setColor(Identity.alpha(Color.WHITE, spot[3] / 3));
          g.fill(new Ellipse2D.Double(spot[0] - r, spot[1] - r, 2 * r, 2 * r));
        }
      }
      BodyPainter.paint(g, who);
    } finally {
      g.dispose();
    }
  }

  /** Applies the light and the sensor noise and packs the pixels. */
  private byte[] expose(Scene scene, long key) {
    byte[] out = new byte[size * size * 3];
    // The sum of two bytes has a standard deviation of 104.5; fixed point with 16 bits.
    int noise = (int) Math.rint(scene.noise() / 104.5 * 65536);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int i = y * size + x;
        double light =
            scene.gain()
                + scene.lightX() * ((double) x / size - 0.5)
                + scene.lightY() * ((double) y / size - 0.5);
        int k = (int) (light * 65536);
        int p = pixels[i];
        long bits = CounterRng.bitsAt(key, i);
        for (int c = 0; c < 3; c++) {
          int grain = (int) (bits & 255) + (int) ((bits >>> 8) & 255) - 255;
          bits >>>= 16;
          int v = (((p >> (16 - 8 * c)) & 255) * k + grain * noise + 32768) >> 16;
          out[3 * i + c] = (byte) (v < 0 ? 0 : Math.min(v, 255));
        }
      }
    }
    return out;
  }

  /** A round pen. */
  static BasicStroke pen(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
