package org.affectgpt.train;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.OptimizerKernels;
import org.affectgpt.tensor.backend.RowKernels;

/**
 * What goes from a device to the host and back, seen by a backend that passes everything on. A
 * transfer counts with its number of values; a figure that a kernel leaves for the host is one.
 */
final class Transfers {
  private final Backend backend;
  private final List<Integer> down = new ArrayList<>();
  private final List<Integer> up = new ArrayList<>();
  private final Set<List<Object>> decodeOperands = new HashSet<>();

  Transfers(Backend inner) {
    AttentionKernels attention = proxy(AttentionKernels.class, this::decode, inner.attention());
    RowKernels rows = proxy(RowKernels.class, this::figure, inner.rows());
    OptimizerKernels optimizer = proxy(OptimizerKernels.class, this::figure, inner.optimizer());
    backend =
        proxy(
            Backend.class,
            (method, arguments, result) ->
                switch (method.getName()) {
                  case "attention" -> attention;
                  case "rows" -> rows;
                  case "optimizer" -> optimizer;
                  case "download" -> count(down, arguments);
                  case "upload" -> count(up, arguments);
                  default -> result;
                },
            inner);
  }

  /** Sees a call and what it gave, and says what to give instead. */
  private interface Seen {
    Object of(Method method, Object[] arguments, Object result);
  }

  private static <T> T proxy(Class<T> type, Seen seen, T inner) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          try {
            return seen.of(method, arguments, method.invoke(inner, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object count(List<Integer> transfers, Object[] arguments) {
    transfers.add((Integer) arguments[arguments.length - 1]);
    return null;
  }

  private Object figure(Method method, Object[] arguments, Object result) {
    return result instanceof DoubleSupplier value
        ? (DoubleSupplier)
            () -> {
              down.add(1);
              return value.getAsDouble();
            }
        : result;
  }

  private Object decode(Method method, Object[] arguments, Object result) {
    if (method.getName().equals("decode")) {
      decodeOperands.add(List.of(arguments[0], arguments[2]));
    }
    return result;
  }

  Backend backend() {
    return backend;
  }

  /** Values of every transfer to the host since the last call. */
  List<Integer> down() {
    return taken(down);
  }

  /** Values of every transfer to the device since the last call. */
  List<Integer> up() {
    return taken(up);
  }

  private static List<Integer> taken(List<Integer> transfers) {
    List<Integer> all = List.copyOf(transfers);
    transfers.clear();
    return all;
  }

  /** Dimensions and lengths with which decoding has called attention, each pair once. */
  Set<List<Object>> decodeOperands() {
    return decodeOperands;
  }
}
