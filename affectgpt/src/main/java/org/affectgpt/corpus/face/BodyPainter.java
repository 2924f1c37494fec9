package org.affectgpt.corpus.face;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** Draws what does not move with the head: long hair, neck and shoulders. */
final class BodyPainter {
  private BodyPainter() {}

  static void paint(Graphics2D g, Identity who) {
    double w = who.face().width();
    if (who.style() == Identity.Hair.LONG || who.style() == Identity.Hair.FRINGE) {
      Path2D.Double hair = new Path2D.Double();
      hair.moveTo(48 - w - 4, 30);
      hair.curveTo(48 - w - 10, 60, 48 - w - 9, 80, 48 - w - 6, 100);
      hair.lineTo(48 + w + 6, 100);
      hair.curveTo(48 + w + 9, 80, 48 + w + 10, 60, 48 + w + 4, 30);
      hair.closePath();
      g.setColor(Identity.mix(who.colours().hair(), Color.BLACK, 0.22));
      g.fill(hair);
    }
    Path2D.Double neck = new Path2D.Double();
    neck.moveTo(33, 76);
    neck.lineTo(32, 100);
    neck.lineTo(64, 100);
    neck.lineTo(63, 76);
    neck.closePath();
    g.setPaint(
        new GradientPaint(
            0,
            86,
            Identity.mix(who.colours().skin(), new Color(0x401818), 0.38),
            0,
            100,
            who.colours().skin()));
    g.fill(neck);
    Path2D.Double shoulders = new Path2D.Double();
    shoulders.moveTo(-4, 100);
    shoulders.curveTo(4, 90, 20, 92, 31, 90.5);
    shoulders.quadTo(48, 103, 65, 90.5);
    shoulders.curveTo(76, 92, 92, 90, 100, 100);
    shoulders.closePath();
    g.setColor(who.colours().clothes());
    g.fill(shoulders);
  }
}
