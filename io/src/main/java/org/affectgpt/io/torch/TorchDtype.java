package org.affectgpt.io.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;

/**
 * A number format of PyTorch by its name, such as {@code float32}.
 *
 * @param type the same format as files of any kind store it; {@link StoredType#OTHER} if it is only
 *     listed
 */
public record TorchDtype(String name, StoredType type) {
  private static final List<String> OTHERS =
      List.of("qint8", "quint8", "qint32", "quint4x2", "quint2x4", "float4_e2m1fn_x2");

  /** Something that is only listed, under this name. */
  static TorchDtype listed(String name) {
    return new TorchDtype(name, StoredType.OTHER);
  }

  /** What a list of tensors calls the format. */
  String format() {
    return type == StoredType.OTHER ? name : type.name();
  }

  /** Bytes of an element in a storage; packed formats count bytes as their elements. */
  int bytes() {
    return name.equals("qint32") ? 4 : type.blockBytes();
  }

  @Override
  public String toString() {
    return "torch." + name;
  }

  /** All formats. */
  static List<TorchDtype> all() {
    Map<String, StoredType> read = new LinkedHashMap<>();
    read.put("float64", StoredType.F64);
    read.put("float32", StoredType.F32);
    read.put("float16", StoredType.F16);
    read.put("bfloat16", StoredType.BF16);
    read.put("int64", StoredType.I64);
    read.put("int32", StoredType.I32);
    read.put("int16", StoredType.I16);
    read.put("int8", StoredType.I8);
    read.put("uint8", StoredType.U8);
    read.put("bool", StoredType.BOOL);
    read.put("uint16", StoredType.U16);
    read.put("uint32", StoredType.U32);
    read.put("uint64", StoredType.U64);
    read.put("complex32", StoredType.C32);
    read.put("complex64", StoredType.C64);
    read.put("complex128", StoredType.C128);
    read.put("float8_e4m3fn", StoredType.F8_E4M3);
    read.put("float8_e4m3fnuz", StoredType.F8_E4M3FNUZ);
    read.put("float8_e5m2", StoredType.F8_E5M2);
    read.put("float8_e5m2fnuz", StoredType.F8_E5M2FNUZ);
    read.put("float8_e8m0fnu", StoredType.F8_E8M0);
    List<TorchDtype> all = new ArrayList<>();
    read.forEach((name, type) -> all.add(new TorchDtype(name, type)));
    OTHERS.forEach(name -> all.add(listed(name)));
    return List.copyOf(all);
  }

  /** The class of storages of one format, to the format. */
  static Map<String, TorchDtype> storages() {
    Map<String, TorchDtype> storages = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    names.put("Double", "float64");
    names.put("Float", "float32");
    names.put("Half", "float16");
    names.put("BFloat16", "bfloat16");
    names.put("Long", "int64");
    names.put("Int", "int32");
    names.put("Short", "int16");
    names.put("Char", "int8");
    names.put("Byte", "uint8");
    names.put("Bool", "bool");
    names.put("ComplexFloat", "complex64");
    names.put("ComplexDouble", "complex128");
    names.put("QInt8", "qint8");
    names.put("QUInt8", "quint8");
    names.put("QInt32", "qint32");
    names.put("QUInt4x2", "quint4x2");
    names.put("QUInt2x4", "quint2x4");
    Map<String, TorchDtype> byName = new LinkedHashMap<>();
    all().forEach(d -> byName.put(d.name(), d));
    names.forEach((storage, name) -> storages.put(storage + "Storage", byName.get(name)));
    return storages;
  }
}
