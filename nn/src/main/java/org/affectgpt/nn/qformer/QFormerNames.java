package org.affectgpt.nn.qformer;

import org.affectgpt.nn.bert.BertBlock;

/** The two sets of names under which Q-Former weights are found. */
public enum QFormerNames {
  /** Transformers' {@code Blip2QFormerModel}. */
  BLIP2("", "layernorm", "attention"),
  /** AffectGPT, after the original BERT-style code. */
  AFFECTGPT("bert.", "bert.embeddings.LayerNorm", "self");

  private final String prefix;
  private final String inputNorm;
  private final String inner;

  QFormerNames(String prefix, String inputNorm, String inner) {
    this.prefix = prefix;
    this.inputNorm = inputNorm;
    this.inner = inner;
  }

  /** Name of layer {@code i}. */
  String layer(int i) {
    return prefix + "encoder.layer." + i;
  }

  /** Name of the norm on the query tokens. */
  String inputNorm() {
    return inputNorm;
  }

  /** Names inside a layer. */
  BertBlock.Names block() {
    return new BertBlock.Names(inner, "_query");
  }
}
