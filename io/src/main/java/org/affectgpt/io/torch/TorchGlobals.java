package org.affectgpt.io.torch;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.pickle.NumpyGlobals;
import org.affectgpt.io.pickle.PickleArguments;
import org.affectgpt.io.pickle.PickleException;
import org.affectgpt.io.pickle.PickleFunction;
import org.affectgpt.io.pickle.PickleGlobals;
import org.affectgpt.io.pickle.PythonTuple;

/**
 * The names that {@code torch.save} writes: about those that {@code torch.load} accepts with {@code
 * weights_only=True}.
 */
final class TorchGlobals {
  /** Names the class of a storage of untyped bytes, in a persistent id. */
  static final String UNTYPED = "torch.UntypedStorage";

  private static final List<String> QUANTISATION =
      List.of(
          "per_tensor_affine",
          "per_tensor_symmetric",
          "per_channel_affine",
          "per_channel_affine_float_qparams",
          "per_channel_symmetric");

  /** A class that a stream names only to say what a tensor is. */
  private record TensorClass(String name) {}

  private TorchGlobals() {}

  static PickleGlobals all() {
    PickleGlobals globals = NumpyGlobals.addTo(PickleGlobals.plain());
    TorchDtype.all().forEach(d -> globals.constant("torch." + d.name(), d));
    TorchDtype.storages()
        .forEach((name, d) -> globals.constant("torch." + name, new StorageClass(d)));
    globals.constant("torch.storage.UntypedStorage", UNTYPED);
    globals.constant("torch.UntypedStorage", UNTYPED);
    globals.constant("torch.Tensor", new TensorClass("Tensor"));
    globals.constant("torch.nn.parameter.Parameter", new TensorClass("Parameter"));
    globals.function("torch.Size", TorchGlobals::size);
    globals.function("torch.device", TorchGlobals::device);
    globals.function("torch._utils._rebuild_tensor", a -> rebuild(a.require(4, 4)));
    globals.function("torch._utils._rebuild_tensor_v2", a -> rebuild(a.require(6, 7)));
    globals.function("torch._utils._rebuild_tensor_v3", TorchGlobals::rebuildAs);
    globals.function("torch._utils._rebuild_qtensor", TorchGlobals::rebuildQuantised);
    globals.function("torch._utils._rebuild_sparse_tensor", TorchGlobals::rebuildSparse);
    globals.function("torch._utils._rebuild_meta_tensor_no_storage", TorchGlobals::rebuildMeta);
    globals.function("torch.serialization._get_layout", a -> a.require(1, 1).text(0, 32));
    for (String scheme : QUANTISATION) {
      globals.constant("torch." + scheme, new TensorClass(scheme));
    }
    PickleFunction parameter = a -> a.require(3, 4).get(0, TorchTensor.class);
    globals.function("torch._utils._rebuild_parameter", parameter);
    globals.function("torch._utils._rebuild_parameter_with_state", parameter);
    globals.function("torch._tensor._rebuild_from_type_v2", TorchGlobals::rebuildFromType);
    return globals;
  }

  /** The class of a storage whose elements have one format. */
  record StorageClass(TorchDtype dtype) {}

  private static Object size(PickleArguments a) {
    return new PythonTuple(new ArrayList<>(a.require(1, 1).sizes(0)));
  }

  private static Object device(PickleArguments a) {
    String device = a.require(1, 2).text(0, 32);
    return a.size() == 1 ? device : device + ":" + a.get(1, Long.class);
  }

  private static Object rebuild(PickleArguments a) {
    TorchStorage storage = a.get(0, TorchStorage.class);
    return tensor(storage, storage.require(), a);
  }

  private static Object rebuildAs(PickleArguments a) {
    TorchDtype dtype = a.require(7, 8).get(6, TorchDtype.class);
    return tensor(a.get(0, TorchStorage.class), dtype, a);
  }

  /** A tensor with attributes of its own, which are not needed: its function, class, arguments. */
  private static Object rebuildFromType(PickleArguments a) {
    a.require(4, 4);
    a.get(1, TensorClass.class);
    Object tensor = a.call(0, a.get(2, PythonTuple.class));
    if (tensor instanceof TorchTensor) {
      return tensor;
    }
    throw new PickleException("makes a tensor of something else");
  }

  /** Integers that stand for numbers by a scale of their own are only listed. */
  private static Object rebuildQuantised(PickleArguments a) {
    TorchStorage storage = a.require(7, 7).get(0, TorchStorage.class);
    return tensor(storage, storage.require(), a);
  }

  /** Indices and values of a tensor that is mostly zero: only listed. */
  private static Object rebuildSparse(PickleArguments a) {
    List<?> parts = a.require(2, 2).get(1, PythonTuple.class).items();
    List<Long> shape = null;
    TorchTensor values = null;
    for (Object part : parts) {
      if (part instanceof TorchTensor tensor) {
        values = tensor;
      } else if (part instanceof PythonTuple || part instanceof List) {
        shape = a.sizes(part);
      }
    }
    if (shape == null || values == null) {
      throw new PickleException("has a sparse tensor without a shape or values");
    }
    return new TorchTensor(TorchDtype.listed("sparse"), shape, shape, values.data());
  }

  /** A tensor without numbers, as models on the device "meta" have: only listed. */
  private static Object rebuildMeta(PickleArguments a) {
    List<Long> shape = a.require(4, 4).sizes(1);
    return new TorchTensor(
        TorchDtype.listed("meta"), shape, shape, MemorySegment.ofArray(new byte[0]));
  }

  private static TorchTensor tensor(TorchStorage storage, TorchDtype type, PickleArguments a) {
    long offset = a.get(1, Long.class);
    List<Long> shape = a.sizes(2);
    List<Long> strides = a.sizes(3);
    if (shape.size() != strides.size() || offset < 0) {
      throw new PickleException("has a tensor with shape " + shape + " and strides " + strides);
    }
    long length = storage.data().byteSize() / type.bytes();
    if (type.name().startsWith("quint") && type.name().contains("x")) {
      return new TorchTensor(type, shape, strides, storage.data());
    }
    try {
      long bytes = type.bytes();
      long span = span(shape, strides, type.bytes());
      if (Math.addExact(offset, span) <= length) {
        return new TorchTensor(
            type, shape, strides, storage.data().asSlice(offset * bytes, span * bytes));
      }
    } catch (ArithmeticException e) {
      // larger than any storage: reported below
    }
    throw new PickleException(
        "has a tensor of shape "
            + shape
            + " that reaches beyond its storage of "
            + length
            + " elements");
  }

  /** Elements from the first to the last one; all of them must have a size that a long holds. */
  private static long span(List<Long> shape, List<Long> strides, int elementBytes) {
    long size = elementBytes;
    long last = 0;
    for (int i = 0; i < shape.size(); i++) {
      size = Math.multiplyExact(size, shape.get(i));
      if (shape.get(i) > 0) {
        last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
      }
    }
    return size == 0 ? 0 : last + 1;
  }
}
