package org.affectgpt.tools.convert;

import java.util.List;
import org.affectgpt.io.stored.BlockEncoder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * Which number format each tensor gets.
 *
 * <p>F32, BF16 and F16 are for all floating-point tensors. Q8_0 and Q4_0 are for the matrices of
 * linear layers and the embedding table; norms, biases, convolutions, tables of positions, adapters
 * and small tensors keep their format. With Q4_0 the head, or the embedding table where it is the
 * head, is Q8_0: llama.cpp likewise gives the output matrix a finer format than the rest. Where the
 * number of rows allows, 64 of them are laid side by side, which multiplies faster. Integers, and
 * what is only listed, stay as they are; floats of 8 bits become BF16, which holds all of them.
 *
 * @param target the wanted format; null keeps the formats of the file, block formats other than
 *     Q8_0 and Q4_0 becoming BF16
 * @param tied whether the embedding table is also the head
 */
record TypeRule(@Nullable StoredType target, boolean tied) {
  /** Matrices below this are not worth a loss. */
  private static final long SMALL = 1024;

  private static final String HEAD = "lm_head.weight";
  private static final String TABLE = "embed_tokens.weight";
  private static final List<String> KEPT =
      List.of("norm", "position", "token_type", "conv", "lora_", "query_tokens", "class_embed");

  /** Why a matrix is not quantised, or null if it is or need not be. */
  @Nullable String reason(String name, TensorEntry e) {
    if (target == null || !target.isBlock() || !isMatrix(name, e)) {
      return null;
    }
    long columns = e.shape().getLast();
    return columns % target.blockLength() == 0
        ? null
        : "rows of " + columns + " values are not a multiple of " + target.blockLength();
  }

  /** The format in which the tensor is to be stored. */
  StoredType of(String name, TensorEntry e) {
    StoredType from = e.type();
    if (!from.isFloat()) {
      return from;
    }
    if (target == null) {
      return from.isFloat8() ? StoredType.BF16 : unquantised(from, e);
    }
    if (!target.isBlock()) {
      return target;
    }
    if (!isMatrix(name, e)) {
      return plain(from, e);
    }
    if (reason(name, e) != null) {
      return from == StoredType.F16 ? from : StoredType.BF16;
    }
    StoredType type = target == StoredType.Q4_0 && isHead(name) ? StoredType.Q8_0 : target;
    return type.grouped(e.shape().getFirst());
  }

  private boolean isHead(String name) {
    return name.equals(HEAD) || (tied && name.endsWith(TABLE));
  }

  private static boolean isMatrix(String name, TensorEntry e) {
    return e.shape().size() == 2
        && name.endsWith(".weight")
        && e.elements() >= SMALL
        && KEPT.stream().noneMatch(name::contains);
  }

  /** The format of a tensor that is not to be quantised. */
  private static StoredType plain(StoredType from, TensorEntry e) {
    if (from == StoredType.F64) {
      return StoredType.F32;
    }
    if (from.isFloat8()) {
      return StoredType.BF16;
    }
    return from.isBlock() ? expanded(e) : from;
  }

  private static StoredType unquantised(StoredType from, TensorEntry e) {
    boolean stays = BlockEncoder.encodes(from);
    return from.isBlock() && !(stays && e.shape().size() == 2) ? expanded(e) : from;
  }

  private static StoredType expanded(TensorEntry e) {
    return e.shape().size() == 2 ? StoredType.BF16 : StoredType.F32;
  }
}
