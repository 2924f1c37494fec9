package org.affectgpt.corpus.face;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Draws eyes, lids and brows from the action units around them. */
final class EyePainter {
  private static final double CENTRE = -6;

  private final Identity who;
  private final Paint skin;
  private final Color shade;
  private final Color brow;

  EyePainter(Identity who, Paint skin, Color shade) {
    this.who = who;
    this.skin = skin;
    this.shade = shade;
    this.brow = Identity.mix(who.colours().hair(), new Color(0x241a16), 0.45);
  }

  void paint(Graphics2D g, float[] units) {
    for (int side = -1; side <= 1; side += 2) {
      eye(g, units, side);
    }
    for (int side = -1; side <= 1; side += 2) {
      brow(g, units, side);
    }
  }

  private void eye(Graphics2D g, float[] u, int side) {
    double rx = 8.6 * who.face().eyeSize();
    double ry = 7.4 * who.face().eyeSize();
    double x = side * who.face().eyeGap();
    double raise = u[ActionUnit.LID_RAISE.ordinal()];
    double droop = u[ActionUnit.LID_DROOP.ordinal()];
    double blink = u[ActionUnit.BLINK.ordinal()];
    double squint = u[ActionUnit.CHEEK.ordinal()] + 0.5 * u[ActionUnit.BROW_LOWER.ordinal()];
    // Lid heights above and below the centre of the eye.
    double upper = (5.2 + 2.6 * raise - 3.6 * droop - 0.8 * squint) * who.face().eyeSize();
    double lower = (4.4 + 1.0 * raise - 2.2 * squint) * who.face().eyeSize();
    upper = upper * (1 - blink) - 2.4 * blink;
    lower = Math.max(0.6, lower);
    upper = Math.max(-0.7 * lower, upper);

    Path2D.Double opening = new Path2D.Double();
    opening.moveTo(x - rx, CENTRE + 0.6);
    opening.curveTo(
        x - 0.55 * rx,
        CENTRE - 1.33 * upper,
        x + 0.55 * rx,
        CENTRE - 1.33 * upper,
        x + rx,
        CENTRE + 0.6);
    opening.curveTo(
        x + 0.6 * rx,
        CENTRE + 1.3 * lower,
        x - 0.6 * rx,
        CENTRE + 1.3 * lower,
        x - rx,
        CENTRE + 0.6);
    opening.closePath();
    g.setColor(new Color(0xF7F5F2));
    g.fill(opening);
    iris(g, u, x, ry);

    g.setPaint(skin);
    g.fill(lid(x, rx, -1, upper));
    g.fill(lid(x, rx, 1, lower));
    g.setColor(Identity.alpha(shade, 0.30));
    Path2D.Double crease = new Path2D.Double();
    crease.moveTo(x - 0.95 * rx, CENTRE - 1.6);
    crease.curveTo(
        x - 0.5 * rx,
        CENTRE - 1.33 * upper - 3.4,
        x + 0.5 * rx,
        CENTRE - 1.33 * upper - 3.4,
        x + 0.95 * rx,
        CENTRE - 1.6);
    g.setStroke(FaceRenderer.pen(1.1));
    g.draw(crease);

    Path2D.Double lash = new Path2D.Double();
    lash.moveTo(x - rx, CENTRE + 0.6);
    lash.curveTo(
        x - 0.55 * rx,
        CENTRE - 1.33 * upper,
        x + 0.55 * rx,
        CENTRE - 1.33 * upper,
        x + rx,
        CENTRE + 0.6);
    g.setColor(new Color(0x2A1D1A));
    g.setStroke(FaceRenderer.pen(who.index() % 2 == 0 ? 1.5 : 2.0));
    g.draw(lash);
    g.setColor(Identity.alpha(shade, 0.7));
    g.setStroke(FaceRenderer.pen(0.9));
    Path2D.Double rim = new Path2D.Double();
    rim.moveTo(x + rx, CENTRE + 0.6);
    rim.curveTo(
        x + 0.6 * rx,
        CENTRE + 1.3 * lower,
        x - 0.6 * rx,
        CENTRE + 1.3 * lower,
        x - rx,
        CENTRE + 0.6);
    g.draw(rim);
  }

  private void iris(Graphics2D g, float[] u, double x, double ry) {
    double cx = x + 2.4 * u[ActionUnit.GAZE_X.ordinal()];
    double cy = CENTRE + 2.2 * u[ActionUnit.GAZE_Y.ordinal()] - 0.2;
    double r = 0.66 * ry;
    disc(g, Identity.mix(who.colours().iris(), Color.BLACK, 0.45), cx, cy, r);
    disc(g, who.colours().iris(), cx, cy, 0.82 * r);
    disc(g, new Color(0x120D0C), cx, cy, 0.45 * r);
    disc(g, new Color(255, 255, 255, 235), cx - 0.35 * r, cy - 0.4 * r, 0.26 * r);
  }

  /** The skin between the opening and the rim of a circle that covers the whole iris. */
  private Path2D lid(double x, double rx, int below, double height) {
    double far = 12.5;
    Path2D.Double p = new Path2D.Double();
    p.moveTo(x - rx - 0.4, CENTRE + 0.6);
    double bend = below < 0 ? 0.55 : 0.6;
    double k = below < 0 ? -1.33 : 1.3;
    p.curveTo(
        x - bend * rx,
        CENTRE + k * height,
        x + bend * rx,
        CENTRE + k * height,
        x + rx + 0.4,
        CENTRE + 0.6);
    p.curveTo(
        x + 0.8 * rx,
        CENTRE + below * far,
        x - 0.8 * rx,
        CENTRE + below * far,
        x - rx - 0.4,
        CENTRE + 0.6);
    p.closePath();
    return p;
  }

  private void brow(Graphics2D g, float[] u, int side) {
    double lower = u[ActionUnit.BROW_LOWER.ordinal()];
    double inner = u[ActionUnit.BROW_INNER.ordinal()];
    double outer = u[ActionUnit.BROW_OUTER.ordinal()];
    double xi = side * (6.2 - 2.0 * lower);
    double xo = side * (who.face().eyeGap() + 9.5);
    double xm = 0.42 * xi + 0.58 * xo;
    double yi = -18.2 + 5.6 * lower - 6.2 * inner;
    double yo = -17.0 + 0.6 * lower - 4.8 * outer + 2.0 * inner * (1 - outer);
    double ym = -21.2 + 4.2 * lower - 3.0 * inner - 4.4 * outer;
    double t = who.face().browWeight();
    Path2D.Double p = new Path2D.Double();
    p.moveTo(xi, yi - 0.5 * t);
    p.quadTo(xm, ym - 0.5 * t, xo, yo);
    p.quadTo(xm, ym + 0.9 * t, xi, yi + 0.5 * t);
    p.closePath();
    g.setColor(brow);
    g.fill(p);
    g.setStroke(FaceRenderer.pen(0.8));
    g.draw(p);
  }

  private static void disc(Graphics2D g, Color c, double x, double y, double r) {
    g.setColor(c);
    g.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
  }
}
