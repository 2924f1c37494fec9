package org.affectgpt.model;

/**
 * The widths that meet in the model.
 *
 * @param video width of a frame's features
 * @param audio width of a window's features
 * @param hidden hidden size of the decoder
 */
public record Widths(int video, int audio, int hidden) {
  /** The common width of the pre-fusion branch. */
  public int multi() {
    return Math.max(video, audio);
  }
}
