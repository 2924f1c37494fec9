package org.affectgpt.io.onnx;

import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/** The numbers that {@code TensorProto.DataType} gives to the formats of elements. */
enum OnnxType {
  FLOAT(1, "F32"),
  UINT8(2, "U8"),
  INT8(3, "I8"),
  UINT16(4, "U16"),
  INT16(5, "I16"),
  INT32(6, "I32"),
  INT64(7, "I64"),
  STRING(8, null),
  BOOL(9, "BOOL"),
  FLOAT16(10, "F16"),
  DOUBLE(11, "F64"),
  UINT32(12, "U32"),
  UINT64(13, "U64"),
  COMPLEX64(14, "C64"),
  COMPLEX128(15, null),
  BFLOAT16(16, "BF16"),
  FLOAT8E4M3FN(17, "F8_E4M3"),
  FLOAT8E4M3FNUZ(18, "F8_E4M3FNUZ"),
  FLOAT8E5M2(19, "F8_E5M2"),
  FLOAT8E5M2FNUZ(20, "F8_E5M2FNUZ"),
  UINT4(21, null),
  INT4(22, null),
  FLOAT4E2M1(23, null),
  FLOAT8E8M0(24, "F8_E8M0");

  private final int number;
  private final @Nullable String stored;

  OnnxType(int number, @Nullable String stored) {
    this.number = number;
    this.stored = stored;
  }

  /** The type of a number, or null. */
  static @Nullable OnnxType of(int number) {
    for (OnnxType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }

  /** The same format under this project's name, or null if tensors of it are not read. */
  @Nullable StoredType stored() {
    return stored == null ? null : StoredType.of(stored);
  }
}
