package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorEntry;

/** Safetensors files: the header, and the values of every tensor. */
final class SafeTensorsTarget implements FuzzTarget {
  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public String suffix() {
    return ".safetensors";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        file(
            """
            {"__metadata__":{"format":"pt"},\
            "a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
            "a.bias":{"dtype":"BF16","shape":[3],"data_offsets":[24,30]},\
            "n":{"dtype":"I64","shape":[],"data_offsets":[30,38]},\
            "none":{"dtype":"F16","shape":[0,4],"data_offsets":[38,38]},\
            "q":{"dtype":"U8","shape":[1,34],"data_offsets":[38,72]}}""",
            72),
        file(
            """
            {"__metadata__":{"quantized.q":"Q8_0"},\
            "q":{"dtype":"U8","shape":[2,34],"data_offsets":[0,68]}}""",
            68),
        file(
            """
            {"f":{"dtype":"F4","shape":[3,2],"data_offsets":[0,3]},\
            "s":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[3,6]},\
            "e":{"dtype":"F8_E4M3FNUZ","shape":[2],"data_offsets":[6,8]},\
            "c":{"dtype":"C64","shape":[2],"data_offsets":[8,24]},\
            "u":{"dtype":"U64","shape":[1],"data_offsets":[24,32]}}""",
            32),
        file("{}", 0));
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes);
    return bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
  }

  @Override
  public long parse(Path file) throws IOException {
    long sum = 0;
    try (SafeTensorsFile tensors = SafeTensorsFile.open(file)) {
      for (TensorEntry entry : tensors.entries()) {
        sum += entry.shape().hashCode() + entry.format().hashCode();
        sum += entry.type().isComputed() ? entry.toFloats().length : 0;
      }
      sum += tensors.metadata().hashCode();
    }
    return sum;
  }
}
