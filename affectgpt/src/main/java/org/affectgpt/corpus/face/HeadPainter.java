package org.affectgpt.corpus.face;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/**
 * Draws a head about the origin, in units of a 96-pixel frame: the face reaches from -40 to 40
 * vertically, the eyes lie at -6 and the mouth at 22.
 */
final class HeadPainter {
  private final Identity who;
  private final Paint skin;
  private final Color shade;
  private final HairPainter hair;
  private final EyePainter eyes;
  private final MouthPainter mouth;

  HeadPainter(Identity who) {
    this.who = who;
    Color light = Identity.mix(who.colours().skin(), Color.WHITE, 0.16);
    Color dark = Identity.mix(who.colours().skin(), new Color(0x7A2E20), 0.17);
    this.skin = new GradientPaint(-16, -34, light, 16, 40, dark);
    this.shade = Identity.mix(who.colours().skin(), new Color(0x5A1E16), 0.42);
    this.hair = new HairPainter(who);
    this.eyes = new EyePainter(who, skin, shade);
    this.mouth = new MouthPainter(who, shade);
  }

  void paint(Graphics2D g, float[] units) {
    double cheek = units[ActionUnit.CHEEK.ordinal()];
    double drop = 3.2 * Math.max(0, units[ActionUnit.MOUTH_OPEN.ordinal()] - 0.15);
    hair.paintBehind(g);
    ears(g);
    g.setPaint(skin);
    g.fill(face(drop));
    hair.paintBeard(g, drop);
    blush(g, cheek);
    eyes.paint(g, units);
    nose(g, units[ActionUnit.NOSE.ordinal()]);
    mouth.paint(g, units);
    folds(g, units);
    hair.paintFront(g);
    if (who.glasses() > 0) {
      glasses(g);
    }
  }

  private Path2D face(double drop) {
    double w = who.face().width();
    double chin = 40 + drop;
    double jawX = w * (0.66 + 0.18 * who.face().jaw());
    double chinX = 9 + 8 * who.face().jaw();
    Path2D.Double p = new Path2D.Double();
    p.moveTo(0, -41);
    p.curveTo(w * 0.72, -41, w, -26, w, -4);
    p.curveTo(w, 12, w * 0.96, 20, jawX, 28 + 0.6 * drop);
    p.curveTo(jawX - 5, 35 + drop, chinX, chin, 0, chin);
    p.curveTo(-chinX, chin, -jawX + 5, 35 + drop, -jawX, 28 + 0.6 * drop);
    p.curveTo(-w * 0.96, 20, -w, 12, -w, -4);
    p.curveTo(-w, -26, -w * 0.72, -41, 0, -41);
    p.closePath();
    return p;
  }

  private void ears(Graphics2D g) {
    if (!hair.showsEars()) {
      return;
    }
    double w = who.face().width();
    g.setColor(Identity.mix(who.colours().skin(), shade, 0.2));
    g.fill(new Ellipse2D.Double(-w - 4.5, -7, 9, 16));
    g.fill(new Ellipse2D.Double(w - 4.5, -7, 9, 16));
    g.setColor(Identity.alpha(shade, 0.5));
    g.fill(new Ellipse2D.Double(-w - 2.6, -3, 4, 9));
    g.fill(new Ellipse2D.Double(w - 1.4, -3, 4, 9));
  }

  private void blush(Graphics2D g, double cheek) {
    Color rose = new Color(0xE8574F);
    for (int side = -1; side <= 1; side += 2) {
      double x = side * (who.face().eyeGap() + 5);
      double y = 11 - 3 * cheek;
      g.setColor(Identity.alpha(rose, 0.07 + 0.07 * cheek));
      g.fill(new Ellipse2D.Double(x - 8, y - 5.5, 16, 11));
      g.setColor(Identity.alpha(rose, 0.06 + 0.08 * cheek));
      g.fill(new Ellipse2D.Double(x - 5.5, y - 3.5, 11, 7));
      if (who.freckles()) {
        g.setColor(Identity.alpha(shade, 0.55));
        for (int i = 0; i < 5; i++) {
          double fx = x - 6 + 2.8 * i;
          double fy = y - 1 + (i * 7 % 5) - 2;
          g.fill(new Ellipse2D.Double(fx, fy, 1.2, 1.2));
        }
      }
    }
  }

  private void nose(Graphics2D g, double wrinkle) {
    double tip = 11.5 - 1.6 * wrinkle;
    double top = tip - who.face().noseLength();
    g.setStroke(FaceRenderer.pen(1.3));
    g.setColor(Identity.alpha(shade, 0.45));
    Path2D.Double bridge = new Path2D.Double();
    bridge.moveTo(2.2, top);
    bridge.quadTo(2.0, tip - 5, 4.6, tip - 1);
    g.draw(bridge);
    g.setStroke(FaceRenderer.pen(1.7));
    g.setColor(Identity.alpha(shade, 0.9));
    Path2D.Double base = new Path2D.Double();
    double flare = 4.6 + 1.4 * wrinkle;
    base.moveTo(-flare, tip - 0.4 - wrinkle);
    base.quadTo(-2.4, tip + 2.4, 0, tip + 1.4);
    base.quadTo(2.4, tip + 2.4, flare, tip - 0.4 - wrinkle);
    g.draw(base);
    g.setColor(Identity.alpha(Color.WHITE, 0.22));
    g.fill(new Ellipse2D.Double(-1.9, tip - 4.6, 3, 3.4));
  }

  /** The lines that appear with expression: brow furrow, nose wrinkles, folds beside the mouth. */
  private void folds(Graphics2D g, float[] units) {
    double lower = units[ActionUnit.BROW_LOWER.ordinal()];
    double smile = units[ActionUnit.SMILE.ordinal()];
    double wrinkle = units[ActionUnit.NOSE.ordinal()];
    double raise =
        Math.max(
                units[ActionUnit.BROW_INNER.ordinal()],
                0.2 + units[ActionUnit.BROW_OUTER.ordinal()] * 0.5)
            - 0.2;
    g.setStroke(FaceRenderer.pen(1.2));
    if (lower > 0.25) {
      g.setColor(Identity.alpha(shade, Math.min(0.85, 0.9 * lower)));
      line(g, -2.0, -17, -2.8, -11.5);
      line(g, 2.0, -17, 2.8, -11.5);
    }
    if (wrinkle > 0.25) {
      g.setColor(Identity.alpha(shade, 0.6 * wrinkle));
      line(g, -4.4, -3, -2, -1.4);
      line(g, 4.4, -3, 2, -1.4);
    }
    if (raise > 0.25) {
      g.setColor(Identity.alpha(shade, 0.4 * raise));
      arc(g, 13, -30.5, 2.2);
      arc(g, 11, -27.5, 2.0);
    }
    if (smile > 0.2) {
      g.setColor(Identity.alpha(shade, 0.55 * Math.min(1, smile)));
      for (int side = -1; side <= 1; side += 2) {
        Path2D.Double fold = new Path2D.Double();
        fold.moveTo(side * 7.5, 10.5);
        fold.quadTo(side * (14 + 3 * smile), 13, side * (16.5 + 3.5 * smile), 21);
        g.draw(fold);
      }
    }
  }

  private void glasses(Graphics2D g) {
    double r = 11.2;
    Color frame = new Color(0x2B2B33);
    for (int side = -1; side <= 1; side += 2) {
      double x = side * (who.face().eyeGap() + 0.3);
      java.awt.Shape lens =
          who.glasses() == 1
              ? new Ellipse2D.Double(x - r, -5.5 - r, 2 * r, 2 * r)
              : new java.awt.geom.RoundRectangle2D.Double(x - r, -15, 2 * r, 19, 7, 7);
      g.setColor(Identity.alpha(Color.WHITE, 0.10));
      g.fill(lens);
      g.setColor(frame);
      g.setStroke(FaceRenderer.pen(1.4));
      g.draw(lens);
      line(g, side * (who.face().eyeGap() + r), -7, side * (who.face().width() - 1), -8);
    }
    arc(g, who.face().eyeGap() - r + 0.6, -6.5, 1.8);
  }

  private static void arc(Graphics2D g, double halfWidth, double y, double height) {
    Path2D.Double p = new Path2D.Double();
    p.moveTo(-halfWidth, y);
    p.quadTo(0, y - 2 * height, halfWidth, y);
    g.draw(p);
  }

  private static void line(Graphics2D g, double x1, double y1, double x2, double y2) {
    g.draw(new java.awt.geom.Line2D.Double(x1, y1, x2, y2));
  }
}
