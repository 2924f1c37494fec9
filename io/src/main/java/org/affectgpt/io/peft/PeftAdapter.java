package org.affectgpt.io.peft;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.tensor.InputException;

/**
 * An adapter of PEFT: what its configuration says and what its file holds, sorted by use.
 *
 * @param file the file of the weights, for messages
 * @param config the file of the configuration, for messages
 * @param lora the low-rank part
 * @param saved what of the base it replaces
 * @param factors low-rank parameters by the name that an adapted module gives them
 * @param whole base parameters that are replaced, by the base's own names
 * @param rows trained rows of tables by the layer's full name
 * @param tables factors of embedding tables by the layer's full name and {@code .A} or {@code .B}
 */
public record PeftAdapter(
    Path file,
    Path config,
    LoraConfig lora,
    SavedParts saved,
    Map<String, TensorEntry> factors,
    Map<String, TensorEntry> whole,
    Map<String, TensorEntry> rows,
    Map<String, TensorEntry> tables) {
  /** What the wrappers of parallel training, checkpointing and compiling put into names. */
  private static final Pattern WRAPPERS =
      Pattern.compile(
          "_orig_mod\\.|_fsdp_wrapped_module\\.|_checkpoint_wrapped_module\\.|^module\\.");

  private static final Pattern SAVED = Pattern.compile("\\.modules_to_save\\.[^.]+\\.");
  private static final Pattern ROWS =
      Pattern.compile("(.*)\\.token_adapter\\.trainable_tokens_delta(?:\\.[^.]+)?");

  private static final Pattern TABLE = Pattern.compile("(.*)\\.lora_embedding_([AB])(?:\\.[^.]+)?");

  public PeftAdapter {
    factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  /**
   * Reads an adapter folder, its weights mapped for as long as {@code arena} lives.
   *
   * @throws InputException naming the file and the key or tensor that is not read
   */
  public static PeftAdapter read(PeftFolder folder, Arena arena) {
    Path config = folder.path().resolve(PeftFolder.CONFIG);
    LoraConfig lora = folder.config(LoraConfig::fromJson);
    SavedParts saved = SavedParts.read(folder.config(JsonConfig::parse));
    Path file = folder.requireWeightsFile();
    PeftAdapter sorted =
        new PeftAdapter(file, config, lora, saved, Map.of(), Map.of(), Map.of(), Map.of());
    Sorting all = new Sorting(sorted);
    folder.weights(arena).entries().forEach(all::place);
    return new PeftAdapter(file, config, lora, saved, all.factors, all.whole, all.rows, all.tables);
  }

  /** The tensors of a file by their use. */
  private static final class Sorting {
    private final PeftAdapter adapter;
    private final Map<String, TensorEntry> factors = new LinkedHashMap<>();
    private final Map<String, TensorEntry> whole = new LinkedHashMap<>();
    private final Map<String, TensorEntry> rows = new LinkedHashMap<>();
    private final Map<String, TensorEntry> tables = new LinkedHashMap<>();

    Sorting(PeftAdapter adapter) {
      this.adapter = adapter;
    }

    void place(TensorEntry e) {
      String name = Lora.parameterName(WRAPPERS.matcher(e.name()).replaceAll(""));
      Matcher row = ROWS.matcher(name);
      Matcher table = TABLE.matcher(name);
      if (name.contains(".original_module.")) {
        return;
      }
      if (row.matches()) {
        put(rows, row.group(1), e);
      } else if (table.matches()) {
        put(tables, table.group(1) + "." + table.group(2), e);
      } else if (Lora.isAdapter(name)) {
        put(factors, name, e);
      } else if (name.contains(".lora_")) {
        throw adapter.error(e, "belongs to a kind of adapter that is not read; merge it with PEFT");
      } else {
        put(whole, SAVED.matcher(name).replaceFirst(".").replace(".base_layer.", "."), e);
      }
    }

    private void put(Map<String, TensorEntry> all, String name, TensorEntry e) {
      if (all.put(name, e) != null) {
        throw adapter.error(
            e, "is the second one for '" + name + "'; keep one adapter in the file");
      }
    }
  }

  /** A message about a tensor of this adapter. */
  InputException error(TensorEntry tensor, String what) {
    return new InputException(file + ": tensor '" + tensor.name() + "' " + what);
  }
}
