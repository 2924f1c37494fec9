package org.affectgpt.corpus.face;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Draws hair behind and in front of the face, and beards. */
final class HairPainter {
  private final Identity who;
  private final Paint front;
  private final Color back;

  HairPainter(Identity who) {
    this.who = who;
    Color light = Identity.mix(who.colours().hair(), Color.WHITE, 0.14);
    this.front = new GradientPaint(-10, -50, light, 14, -10, who.colours().hair());
    this.back = Identity.mix(who.colours().hair(), Color.BLACK, 0.2);
  }

  boolean showsEars() {
    return switch (who.style()) {
      case SHORT, SIDE, BUZZ, BALD, BUN, CURLY -> true;
      case LONG, BOB, FRINGE -> false;
    };
  }

  void paintBehind(Graphics2D g) {
    double w = who.face().width();
    g.setColor(back);
    switch (who.style()) {
      case BUN -> g.fill(new Ellipse2D.Double(-11, -62, 22, 24));
      case BOB -> {
        Path2D.Double p = new Path2D.Double();
        p.moveTo(0, -48);
        p.curveTo(w + 8, -50, w + 12, -10, w + 7, 22);
        p.curveTo(w + 4, 32, w - 6, 31, w - 9, 26);
        p.lineTo(-w + 9, 26);
        p.curveTo(-w + 6, 31, -w - 4, 32, -w - 7, 22);
        p.curveTo(-w - 12, -10, -w - 8, -50, 0, -48);
        g.fill(p);
      }
      case LONG, FRINGE -> {
        Path2D.Double p = new Path2D.Double();
        p.moveTo(0, -48);
        p.curveTo(w + 7, -50, w + 12, -14, w + 8, 34);
        p.lineTo(-w - 8, 34);
        p.curveTo(-w - 12, -14, -w - 7, -50, 0, -48);
        g.fill(p);
      }
      case CURLY -> {
        for (int i = 0; i < 9; i++) {
          double a = Math.PI * (0.06 + 0.11 * i);
          double x = -(w + 1) * StrictMath.cos(a);
          double y = -10 - 32 * StrictMath.sin(a);
          g.fill(new Ellipse2D.Double(x - 9, y - 9, 18, 18));
        }
      }
      case SHORT, SIDE, BUZZ, BALD -> {}
    }
  }

  void paintFront(Graphics2D g) {
    double w = who.face().width();
    g.setPaint(front);
    switch (who.style()) {
      case SHORT -> g.fill(cap(w, -29, -27, -12, 6));
      case SIDE -> g.fill(swept(w));
      case BUZZ -> {
        g.setColor(Identity.alpha(who.colours().hair(), 0.75));
        g.fill(cap(w, -32, -31, -16, 1.5));
      }
      case BALD -> {
        g.setColor(Identity.alpha(Color.WHITE, 0.18));
        g.fill(new Ellipse2D.Double(-13, -38, 15, 7));
      }
      case CURLY -> {
        for (int i = 0; i < 6; i++) {
          double a = Math.PI * (0.16 + 0.136 * i);
          double x = -(w - 6) * StrictMath.cos(a);
          double y = -17 - 19 * StrictMath.sin(a);
          g.fill(new Ellipse2D.Double(x - 7.5, y - 7.5, 15, 15));
        }
      }
      case LONG -> {
        g.fill(curtain(w, 1));
        g.fill(curtain(w, -1));
      }
      case BOB -> g.fill(swept(w));
      case BUN -> g.fill(cap(w, -30, -26, -14, 3));
      case FRINGE -> g.fill(fringe(w));
    }
  }

  /**
   * Hair that follows the skull, with the hairline at {@code line} and temples at {@code temple}.
   */
  private static Path2D cap(double w, double line, double middle, double temple, double rise) {
    Path2D.Double p = new Path2D.Double();
    p.moveTo(-w - 1, temple + 8);
    p.curveTo(-w - 4, -34, -w * 0.7, -43 - rise, 0, -43 - rise);
    p.curveTo(w * 0.7, -43 - rise, w + 4, -34, w + 1, temple + 8);
    p.curveTo(w - 3, temple, w - 4, line, w * 0.55, line);
    p.quadTo(0, middle - 3, -w * 0.55, line);
    p.curveTo(-w + 4, line, -w + 3, temple, -w - 1, temple + 8);
    p.closePath();
    return p;
  }

  private static Path2D swept(double w) {
    Path2D.Double p = new Path2D.Double();
    p.moveTo(-w - 1, -4);
    p.curveTo(-w - 5, -36, -w * 0.7, -51, 2, -49);
    p.curveTo(w * 0.8, -48, w + 5, -34, w + 1, -4);
    p.curveTo(w - 2, -14, w - 3, -22, w * 0.72, -27);
    p.curveTo(w * 0.3, -26, -w * 0.3, -28, -w * 0.45, -36);
    p.curveTo(-w * 0.6, -28, -w + 3, -22, -w - 1, -4);
    p.closePath();
    return p;
  }

  private static Path2D curtain(double w, int side) {
    Path2D.Double p = new Path2D.Double();
    p.moveTo(side * -3, -48);
    p.curveTo(side * (w * 0.7), -51, side * (w + 9), -34, side * (w + 8), 8);
    p.curveTo(side * (w + 8), 20, side * (w + 5), 32, side * (w + 1), 36);
    p.curveTo(side * (w + 1), 14, side * (w - 1), -8, side * (w * 0.78), -20);
    p.curveTo(side * (w * 0.5), -28, side * (w * 0.2), -33, side * -3, -36);
    p.closePath();
    return p;
  }

  private static Path2D fringe(double w) {
    Path2D.Double p = new Path2D.Double();
    p.moveTo(-w - 7, 30);
    p.curveTo(-w - 10, -30, -w * 0.7, -51, 0, -49);
    p.curveTo(w * 0.7, -51, w + 10, -30, w + 7, 30);
    p.curveTo(w, 14, w, -8, w - 5, -24);
    p.quadTo(0, -33, -w + 5, -24);
    p.curveTo(-w, -8, -w, 14, -w - 7, 30);
    p.closePath();
    return p;
  }

  void paintBeard(Graphics2D g, double drop) {
    if (who.beard() == Identity.Beard.NONE) {
      return;
    }
    if (who.beard() == Identity.Beard.MOUSTACHE) {
      g.setColor(who.colours().hair());
      Path2D.Double p = new Path2D.Double();
      p.moveTo(0, 13.5);
      p.curveTo(6, 13, 11, 15.5, 13, 19.5);
      p.curveTo(8, 19, 3, 19, 0, 17.5);
      p.curveTo(-3, 19, -8, 19, -13, 19.5);
      p.curveTo(-11, 15.5, -6, 13, 0, 13.5);
      g.fill(p);
      return;
    }
    double w = who.face().width();
    double chin = 40.4 + drop;
    double jawX = w * (0.66 + 0.18 * who.face().jaw());
    double chinX = 9 + 8 * who.face().jaw();
    Path2D.Double p = new Path2D.Double();
    p.moveTo(w, 2);
    p.curveTo(w, 14, w * 0.96, 20, jawX + 0.4, 28 + 0.6 * drop);
    p.curveTo(jawX - 5, 35.4 + drop, chinX, chin, 0, chin);
    p.curveTo(-chinX, chin, -jawX + 5, 35.4 + drop, -jawX - 0.4, 28 + 0.6 * drop);
    p.curveTo(-w * 0.96, 20, -w, 14, -w, 2);
    p.curveTo(-w + 6, 14, -w + 8, 17, -14, 15);
    p.quadTo(0, 12.5, 14, 15);
    p.curveTo(w - 8, 17, w - 6, 14, w, 2);
    p.closePath();
    boolean full = who.beard() == Identity.Beard.FULL;
    g.setColor(Identity.alpha(who.colours().hair(), full ? 0.92 : 0.22));
    g.fill(p);
  }
}
