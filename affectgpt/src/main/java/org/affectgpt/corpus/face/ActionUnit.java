package org.affectgpt.corpus.face;

/**
 * What moves a drawn face: the action units of the Facial Action Coding System (Ekman and Friesen
 * 1978) that the corpus uses, then the pose. Units go from 0 (rest) to about 1; gaze and shifts
 * from -1 to 1; the roll is in radians, shifts are in pixels of a 48-pixel frame.
 */
public enum ActionUnit {
  /** AU12, lip corner puller. */
  SMILE,
  /** AU25 and AU26, lips part and jaw drops. */
  MOUTH_OPEN,
  /** AU15, lip corner depressor. */
  MOUTH_DROOP,
  /** AU4, brow lowerer. */
  BROW_LOWER,
  /** AU1, inner brow raiser. */
  BROW_INNER,
  /** AU2, outer brow raiser. */
  BROW_OUTER,
  /** AU5, upper lid raiser. */
  LID_RAISE,
  /** AU43, lid drooping. */
  LID_DROOP,
  /** AU6, cheek raiser. */
  CHEEK,
  /** AU9, nose wrinkler. */
  NOSE,
  /** Gaze to the viewer's right. */
  GAZE_X,
  /** Gaze downward. */
  GAZE_Y,
  /** AU45, blink: 1 is closed. */
  BLINK,
  /** Head roll, clockwise, in radians. */
  ROLL,
  /** Head position, to the right. */
  SHIFT_X,
  /** Head position, downward. */
  SHIFT_Y;

  /** How many units, from the first, describe expression; the rest is gaze, blinks and pose. */
  public static final int EXPRESSION = 10;
}
