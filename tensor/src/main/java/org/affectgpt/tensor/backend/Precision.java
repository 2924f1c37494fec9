package org.affectgpt.tensor.backend;

/** What a backend multiplies with; sums are F32 in either case. */
public enum Precision {
  /** Factors of products as they are given. */
  F32,
  /** Factors of products rounded to BF16, as tensor cores take them. */
  BF16
}
