package org.affectgpt.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model: parameters, buffers and children under the names that Hugging Face gives them.
 * A fresh module is in evaluation mode.
 */
@SuppressWarnings("JavaLangClash")
public abstract class Module {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Set<String> ignored = new LinkedHashSet<>();
  private @Nullable String wrapper;
  private @Nullable CounterRng rng;

  /** How {@link #load} takes tensors. */
  public enum Loading {
    /** Used as they lie and frozen: mapped weights are not copied. */
    IN_PLACE,
    /** Copied to F32 memory of the module's own, which can be trained. */
    COPY
  }

  protected final Parameter register(String name, Parameter parameter) {
    parameters.put(name, parameter);
    return parameter;
  }

  protected final void unregister(String name) {
    parameters.remove(name);
  }

  protected final Tensor buffer(String name, Tensor value) {
    buffers.put(name, value);
    return value;
  }

  protected final <M extends Module> M child(String name, M module) {
    children.put(name, module);
    return module;
  }

  /** A child whose parameters {@code init} makes under the child's name. */
  protected final <M extends Module> M child(Init init, String name, Function<Init, M> make) {
    return child(name, make.apply(init.child(name)));
  }

  protected final void removeChild(String name) {
    children.remove(name);
  }

  /** Accepts another name for a parameter of this module when loading. */
  protected final void alias(String other, String name) {
    aliases.put(other, name);
  }

  /**
   * Accepts {@code prefix} before the name of every tensor when loading, as files of a model around
   * this one have it.
   */
  protected final void wrapper(String prefix) {
    wrapper = prefix;
  }

  /** Passes over a tensor of this name when loading. */
  protected final void ignore(String name) {
    ignored.add(name);
  }

  /** All parameters by full name, own before children, in order of registration. */
  public final Map<String, Parameter> parameters() {
    return parameters("");
  }

  /** All parameters with {@code prefix} before each name. */
  public final Map<String, Parameter> parameters(String prefix) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    collect(prefix, all);
    return all;
  }

  private void collect(String prefix, Map<String, Parameter> into) {
    parameters.forEach((n, p) -> into.put(prefix + n, p));
    children.forEach((n, c) -> c.collect(prefix + n + ".", into));
  }

  /** All buffers by full name: tensors that are saved but never trained. */
  public final Map<String, Tensor> buffers() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    collectBuffers("", all);
    return all;
  }

  private void collectBuffers(String prefix, Map<String, Tensor> into) {
    buffers.forEach((n, b) -> into.put(prefix + n, b));
    children.forEach((n, c) -> c.collectBuffers(prefix + n + ".", into));
  }

  /** Calls {@code visitor} on every module of this tree, parents first, with its full name. */
  public final void visit(BiConsumer<String, Module> visitor) {
    visit("", visitor);
  }

  private void visit(String name, BiConsumer<String, Module> visitor) {
    visitor.accept(name, this);
    children.forEach((n, c) -> c.visit(name.isEmpty() ? n : name + "." + n, visitor));
  }

  /** Parameters and buffers by full name, as a checkpoint holds them. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters().forEach((n, p) -> all.put(n, p.value()));
    all.putAll(buffers());
    return all;
  }

  /** Uses {@code value} as it lies for the parameter {@code name}, frozen and without a copy. */
  public final void replace(String name, Tensor value) {
    require(name).replace(name, value);
  }

  /** Copies {@code value} into the parameter {@code name}, widening it to F32. */
  public final void assign(String name, Tensor value) {
    require(name).assign(name, value);
  }

  private Parameter require(String name) {
    Parameter p = parameters().get(canonical(name));
    if (p == null) {
      throw new InputException("the model has no tensor named " + name);
    }
    return p;
  }

  /**
   * Loads every tensor that has a parameter.
   *
   * @return names left over on both sides; whether that matters is the caller's decision
   */
  public final LoadReport load(Map<String, Tensor> tensors, Loading mode) {
    Map<String, Parameter> known = parameters();
    Map<String, Tensor> kept = buffers();
    Set<String> missing = new LinkedHashSet<>(known.keySet());
    List<String> unexpected = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          String canonical = canonical(name);
          Parameter p = known.get(canonical);
          if (p != null) {
            if (mode == Loading.IN_PLACE) {
              p.replace(name, tensor);
            } else {
              p.assign(name, tensor);
            }
            missing.remove(canonical);
          } else if (!kept.containsKey(canonical) && !isIgnored(canonical)) {
            unexpected.add(name);
          }
        });
    return new LoadReport(List.copyOf(missing), unexpected);
  }

  /** The name under which a parameter is registered, given that name or an alias of it. */
  public final String canonical(String name) {
    for (Map.Entry<String, Module> c : children.entrySet()) {
      String prefix = c.getKey() + ".";
      if (name.startsWith(prefix)) {
        return prefix + c.getValue().canonical(name.substring(prefix.length()));
      }
    }
    if (wrapper != null && name.startsWith(wrapper)) {
      return canonical(name.substring(wrapper.length()));
    }
    return aliases.getOrDefault(name, name);
  }

  private boolean isIgnored(String name) {
    for (Map.Entry<String, Module> c : children.entrySet()) {
      String prefix = c.getKey() + ".";
      if (name.startsWith(prefix) && c.getValue().isIgnored(name.substring(prefix.length()))) {
        return true;
      }
    }
    return ignored.contains(name);
  }

  /**
   * Training mode for this module and its children. Each child draws from its own stream, split off
   * {@code rng} by name: giving {@code rng.split(step)} at every step makes a run resumable.
   */
  public final void train(CounterRng rng) {
    this.rng = rng;
    children.forEach((n, c) -> c.train(rng.split(n)));
  }

  /** Evaluation mode: no dropout. */
  public final void eval() {
    rng = null;
    children.values().forEach(Module::eval);
  }

  public final boolean training() {
    return rng != null;
  }

  /** The stream of this module in training mode. */
  protected final CounterRng rng() {
    CounterRng r = rng;
    if (r == null) {
      throw new IllegalStateException("random draws need training mode");
    }
    return r;
  }

  /** The streams of this tree in training mode, which recomputing a segment must rewind. */
  final List<CounterRng> streams() {
    List<CounterRng> all = new ArrayList<>();
    if (rng != null) {
      all.add(rng);
    }
    children.values().forEach(c -> all.addAll(c.streams()));
    return all;
  }

  /** Stops training every parameter of this tree. */
  public final void freeze() {
    parameters().values().forEach(p -> p.trainable(false));
  }

  /** Trains every parameter of this tree. */
  public final void unfreeze() {
    parameters().values().forEach(p -> p.trainable(true));
  }

  /** Forgets all collected gradients. */
  public final void clearGrads() {
    parameters()
        .values()
        .forEach(
            p -> {
              if (p.isLoaded()) {
                p.value().clearGrad();
              }
            });
  }
}
