package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** What gives a value. */
sealed interface Expression {
  /** The expressions right below. */
  List<Expression> below();

  /** A value as it is written. */
  record Constant(Value value) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of();
    }
  }

  /** A variable. */
  record Name(String name) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of();
    }
  }

  /** {@code [a, b]}, or {@code (a, b)}. */
  record Sequence(boolean tuple, List<Expression> items) implements Expression {
    @Override
    public List<Expression> below() {
      return items;
    }
  }

  /** {@code {a: b}}. */
  record Dict(List<Expression> keys, List<Expression> values) implements Expression {
    @Override
    public List<Expression> below() {
      return joined(keys, values);
    }
  }

  /** {@code a if test else b}; without {@code else} undefined. */
  record Conditional(int line, Expression test, Expression then, @Nullable Expression otherwise)
      implements Expression {
    @Override
    public List<Expression> below() {
      return otherwise == null ? List.of(test, then) : List.of(test, then, otherwise);
    }
  }

  /** {@code a and b}, {@code a or b}: one of the two values. */
  record Logic(boolean and, Expression left, Expression right) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(left, right);
    }
  }

  /** {@code not a}. */
  record Not(Expression of) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(of);
    }
  }

  /** {@code a < b <= c}: the operators stand between the operands. */
  record Compare(List<Expression> operands, List<String> operators) implements Expression {
    @Override
    public List<Expression> below() {
      return operands;
    }
  }

  /** {@code a + b} and its like. */
  record Binary(String operator, Expression left, Expression right) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(left, right);
    }
  }

  /** {@code -a}, {@code +a}. */
  record Sign(boolean minus, Expression of) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(of);
    }
  }

  /** {@code a ~ b}: as printed, one behind the other. */
  record Concat(List<Expression> parts) implements Expression {
    @Override
    public List<Expression> below() {
      return parts;
    }
  }

  /** {@code a.name}. */
  record Attribute(Expression of, String name) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(of);
    }
  }

  /** {@code a[key]}. */
  record Item(Expression of, Expression key) implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(of, key);
    }
  }

  /** {@code a[from:to:step]}; what is left out is the constant None. */
  record Slice(Expression of, Expression from, Expression to, Expression step)
      implements Expression {
    @Override
    public List<Expression> below() {
      return List.of(of, from, to, step);
    }
  }

  /** {@code f(...)}. */
  record Call(Expression function, Given given) implements Expression {
    @Override
    public List<Expression> below() {
      return joined(List.of(function), given.all());
    }
  }

  /** {@code a | name(...)}. */
  record Filter(int line, Expression of, String name, Given given) implements Expression {
    @Override
    public List<Expression> below() {
      return joined(List.of(of), given.all());
    }
  }

  /** {@code a is name ...}. */
  record Test(int line, Expression of, String name, Given given) implements Expression {
    @Override
    public List<Expression> below() {
      return joined(List.of(of), given.all());
    }
  }

  /**
   * What a call is given.
   *
   * @param list {@code *list}
   * @param dict {@code **dict}
   */
  record Given(
      List<Expression> positional,
      Map<String, Expression> named,
      @Nullable Expression list,
      @Nullable Expression dict) {
    static final Given NOTHING = new Given(List.of(), Map.of(), null, null);

    List<Expression> all() {
      List<Expression> all = joined(positional, List.copyOf(named.values()));
      if (list != null) {
        all.add(list);
      }
      if (dict != null) {
        all.add(dict);
      }
      return all;
    }
  }

  private static List<Expression> joined(List<Expression> a, List<Expression> b) {
    List<Expression> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
