package org.affectgpt.corpus.face;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** Draws the mouth from smile, drooping corners and opening. */
final class MouthPainter {
  private static final double CENTRE = 23;

  private final Identity who;
  private final Color shade;

  MouthPainter(Identity who, Color shade) {
    this.who = who;
    this.shade = shade;
  }

  void paint(Graphics2D g, float[] u) {
    double smile = u[ActionUnit.SMILE.ordinal()];
    double droop = u[ActionUnit.MOUTH_DROOP.ordinal()];
    double open = u[ActionUnit.MOUTH_OPEN.ordinal()];
    double wide = open > 0.4 ? open - 0.4 : 0;
    double w = who.face().mouthWidth() + 4.6 * smile - 1.2 * droop - 4.0 * wide * (1 - smile);
    double corner = CENTRE - 5.2 * smile + 5.0 * droop + 1.5 * wide;
    double up = CENTRE + 0.8 * smile - 2.6 * droop - 1.6 * open;
    double down = up + 14.5 * open;
    double bow = 1.7;

    Path2D.Double lips = new Path2D.Double();
    lips.moveTo(-w - 0.8, corner);
    lips.curveTo(
        -0.6 * w, up - bow + 0.35 * (up - corner), -0.2 * w, up - 2.6 * bow, 0, up - 1.3 * bow);
    lips.curveTo(
        0.2 * w, up - 2.6 * bow, 0.6 * w, up - bow + 0.35 * (up - corner), w + 0.8, corner);
    double chin = down + 4.0 + 0.9 * smile;
    lips.curveTo(0.62 * w, chin + 0.35 * (down - corner), 0.3 * w, chin, 0, chin);
    lips.curveTo(-0.3 * w, chin, -0.62 * w, chin + 0.35 * (down - corner), -w - 0.8, corner);
    lips.closePath();
    g.setColor(who.colours().lips());
    g.fill(lips);

    Path2D.Double inside = new Path2D.Double();
    inside.moveTo(-w, corner);
    inside.curveTo(-0.55 * w, up + 0.35 * (up - corner), -0.25 * w, up, 0, up);
    inside.curveTo(0.25 * w, up, 0.55 * w, up + 0.35 * (up - corner), w, corner);
    inside.curveTo(0.55 * w, down + 0.35 * (down - corner), 0.25 * w, down, 0, down);
    inside.curveTo(-0.25 * w, down, -0.55 * w, down + 0.35 * (down - corner), -w, corner);
    inside.closePath();
    if (open > 0.06) {
      g.setColor(new Color(0x5B1A22));
      g.fill(inside);
      teeth(g, w, corner, up, Math.min(down - up, 2.6 + 1.6 * smile));
      if (open > 0.35) {
        tongue(g, w, down, open);
      }
    }
    g.setColor(Identity.mix(who.colours().lips(), new Color(0x3A0F14), 0.62));
    g.setStroke(FaceRenderer.pen(1.3));
    if (open > 0.06) {
      g.setStroke(FaceRenderer.pen(0.8));
    }
    g.draw(inside);
    g.setColor(Identity.alpha(shade, 0.35));
    g.setStroke(FaceRenderer.pen(1.4));
    Path2D.Double under = new Path2D.Double();
    under.moveTo(-5, chin + 2.6);
    under.quadTo(0, chin + 3.6, 5, chin + 2.6);
    g.draw(under);
  }

  private static void teeth(Graphics2D g, double w, double corner, double up, double height) {
    Path2D.Double p = new Path2D.Double();
    double y = up + 0.35 * (corner - up);
    p.moveTo(-0.66 * w, y);
    p.curveTo(-0.45 * w, up + 0.05 * (up - corner), -0.25 * w, up, 0, up);
    p.curveTo(0.25 * w, up, 0.45 * w, up + 0.05 * (up - corner), 0.66 * w, y);
    p.curveTo(0.4 * w, up + height, 0.2 * w, up + height, 0, up + height);
    p.curveTo(-0.2 * w, up + height, -0.4 * w, up + height, -0.66 * w, y);
    p.closePath();
    g.setColor(new Color(0xFBF7F0));
    g.fill(p);
  }

  private static void tongue(Graphics2D g, double w, double down, double open) {
    Path2D.Double p = new Path2D.Double();
    double h = 4.2 * open;
    p.moveTo(-0.42 * w, down - 0.5);
    p.curveTo(-0.35 * w, down - h - 1, 0.35 * w, down - h - 1, 0.42 * w, down - 0.5);
    p.quadTo(0, down + 0.2, -0.42 * w, down - 0.5);
    p.closePath();
    g.setColor(new Color(0xC65B62));
    g.fill(p);
  }
}
