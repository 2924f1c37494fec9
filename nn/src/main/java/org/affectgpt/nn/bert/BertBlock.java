package org.affectgpt.nn.bert;

import org.affectgpt.nn.config.TransformerConfig;

/**
 * What the layers of a BERT-like encoder are made of.
 *
 * @param hiddenDropout probability on what attention and feed-forward add
 * @param attentionDropout probability on the attention weights
 * @param names what files call the parts
 */
public record BertBlock(
    TransformerConfig transformer, double hiddenDropout, double attentionDropout, Names names) {

  /**
   * Names that differ from one encoder of this kind to the next.
   *
   * @param projections before {@code .query}, {@code .key} and {@code .value} of an attention
   * @param branch behind {@code intermediate} and {@code output} of the feed-forward layers
   */
  public record Names(String projections, String branch) {
    /** BERT's own. */
    public static final Names BERT = new Names("self", "");
  }
}
