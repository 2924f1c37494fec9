package org.affectgpt.io.pickle;

import org.jspecify.annotations.Nullable;

/** A function that a stream has named, on the machine's stack. */
record NamedFunction(String name, PickleFunction function) {
  @Nullable Object call(PythonTuple arguments, PickleBudget budget) {
    return function.call(new PickleArguments(name, arguments.items(), budget));
  }
}
