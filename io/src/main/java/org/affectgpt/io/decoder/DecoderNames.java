package org.affectgpt.io.decoder;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;

/**
 * The names of a decoder's tensors as {@code AutoModelForCausalLM} has them, whichever class saved
 * them: a base model's lack {@code model.} in front (transformers adds its base_model_prefix then),
 * those of DataParallel have {@code module.}, those of a compiled module {@code _orig_mod.}.
 */
public final class DecoderNames {
  private static final String PREFIX = "model.";
  private static final String PARALLEL = "module.";
  private static final String COMPILED = "_orig_mod.";
  private static final Pattern BASE = Pattern.compile("(layers\\.[0-9]+|embed_tokens|norm)\\..*");

  private DecoderNames() {}

  /** From the names of a file to those of the model; the same names where none needs a change. */
  public static UnaryOperator<String> of(Collection<String> names) {
    UnaryOperator<String> compiled = n -> n.replace(COMPILED, "");
    boolean parallel =
        !names.isEmpty() && names.stream().map(compiled).allMatch(DecoderNames::isParallel);
    UnaryOperator<String> bare =
        n -> parallel ? compiled.apply(n).substring(PARALLEL.length()) : compiled.apply(n);
    boolean base =
        names.stream().map(bare).anyMatch(n -> BASE.matcher(n).matches())
            && names.stream().map(bare).noneMatch(n -> n.startsWith(PREFIX));
    return n ->
        base && BASE.matcher(bare.apply(n)).matches() ? PREFIX + bare.apply(n) : bare.apply(n);
  }

  private static boolean isParallel(String name) {
    return name.startsWith(PARALLEL);
  }

  /** The source under the model's names; the source itself where no name changes. */
  static TensorSource of(TensorSource source, Path path) {
    UnaryOperator<String> rename = of(source.entries().stream().map(TensorEntry::name).toList());
    if (source.entries().stream().allMatch(e -> rename.apply(e.name()).equals(e.name()))) {
      return source;
    }
    Map<String, TensorEntry> renamed = new LinkedHashMap<>();
    for (TensorEntry e : source.entries()) {
      String name = rename.apply(e.name());
      if (renamed.put(name, e.named(name)) != null) {
        throw new InputException(path + ": two tensors stand for '" + name + "'");
      }
    }
    return new NamedTensors(path, renamed);
  }
}
