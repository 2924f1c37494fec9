package org.affectgpt.tensor.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.affectgpt.tensor.backend.Backend;

/** Backends that do as another does, but for a fault in one kernel. */
final class Faulty {
  private Faulty() {}

  /** A call of a kernel that goes wrong. */
  @FunctionalInterface
  interface Fault {
    /**
     * @param right runs the kernel as it should be, with these or with other arguments
     */
    void run(Backend backend, Kernel right, Object[] arguments);
  }

  /** The kernel as the backend has it. */
  @FunctionalInterface
  interface Kernel {
    void run(Object... arguments);
  }

  /** Both instances with the fault in the kernel of this name, {@code rows.softmax}. */
  static BackendPair pair(BackendPair right, String kernel, Fault fault) {
    return new BackendPair(
        backend(right.one(), kernel, fault), backend(right.many(), kernel, fault));
  }

  /** An instance with the fault in one kernel. */
  static Backend backend(Backend right, String kernel, Fault fault) {
    String family = kernel.substring(0, kernel.indexOf('.'));
    String name = kernel.substring(kernel.indexOf('.') + 1);
    return proxy(
        Backend.class,
        (method, arguments) -> {
          Object result = invoke(right, method, arguments);
          if (!method.getName().equals(family)) {
            return result;
          }
          return proxy(
              method.getReturnType(),
              (called, operands) -> {
                if (!called.getName().equals(name)) {
                  return invoke(result, called, operands);
                }
                Object[] returned = new Object[1];
                fault.run(right, with -> returned[0] = invoke(result, called, with), operands);
                return returned[0];
              });
        });
  }

  @FunctionalInterface
  private interface Calls {
    Object call(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> calls.call(method, arguments)));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
