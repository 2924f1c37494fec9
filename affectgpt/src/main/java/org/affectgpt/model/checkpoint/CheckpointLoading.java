package org.affectgpt.model.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * Lays a checkpoint's tensors over a model. Names are those of the original's state dict ({@code
 * runner_base.py:_save_checkpoint}); what no file gives gets the values of a fresh model.
 */
final class CheckpointLoading {
  private static final String VISION = "visual_encoder.model.";
  private static final String ACOUSTIC = "acoustic_encoder.model.";
  private static final long FRESH_SEED = 0;

  private final AffectGptModel model;
  private final MediaEncoder encoder;
  private final @Nullable QFormerConfig former;
  private final Module.Loading mode;

  CheckpointLoading(
      AffectGptModel model,
      MediaEncoder encoder,
      @Nullable QFormerConfig former,
      Module.Loading mode) {
    this.model = model;
    this.encoder = encoder;
    this.former = former;
    this.mode = mode;
  }

  CheckpointReport load(CheckpointTensors checkpoint) {
    Map<String, Module> places = new LinkedHashMap<>();
    places.put(model.decoderPrefix(), model.decoder());
    places.put(VISION, encoder.vision());
    places.put(ACOUSTIC, encoder.acoustic());
    places.put("", model.fusions());
    Map<String, Map<String, Tensor>> tensors = new LinkedHashMap<>();
    places.keySet().forEach(p -> tensors.put(p, new LinkedHashMap<>()));
    for (Map.Entry<String, TensorEntry> e : checkpoint.byName().entrySet()) {
      String prefix =
          places.keySet().stream().filter(e.getKey()::startsWith).findFirst().orElseThrow();
      tensors
          .get(prefix)
          .put(
              e.getKey().substring(prefix.length()),
              ModuleWeights.tensor(e.getValue(), model.backend()));
    }
    List<String> unknown = new ArrayList<>();
    Map<String, LoadReport> reports = new LinkedHashMap<>();
    places.forEach(
        (prefix, module) -> {
          LoadReport r = load(module, tensors.get(prefix), checkpoint);
          r.unexpected().forEach(n -> unknown.add(prefix + n));
          reports.put(prefix, r);
        });
    List<String> fusions = reports.get("").missing();
    List<String> adapters =
        reports.get(model.decoderPrefix()).missing().stream().filter(Lora::isAdapter).toList();
    freshFusions(fusions);
    freshAdapters(adapters);
    if (mode == Module.Loading.IN_PLACE) {
      model.fusions().freeze();
      model.decoder().freeze();
    }
    int held =
        (int) tensors.get(model.decoderPrefix()).keySet().stream().filter(Lora::isAdapter).count();
    return new CheckpointReport(unknown, fusions, adapters, held);
  }

  private LoadReport load(
      Module module, Map<String, Tensor> tensors, CheckpointTensors checkpoint) {
    try {
      return module.load(tensors, mode);
    } catch (InputException e) {
      throw new InputException(
          checkpoint.name() + ": " + e.getMessage() + "; check lora_r and the fusion types", e);
    }
  }

  private void freshFusions(List<String> names) {
    if (!names.isEmpty()) {
      Init init = Init.random(model.backend(), new CounterRng(FRESH_SEED).split("fusions"));
      Map<String, Parameter> fresh =
          new Fusions(init, model.config(), model.widths(), former).parameters();
      names.forEach(n -> model.fusions().assign(n, fresh.get(n).value()));
    }
  }

  /** As PEFT starts: A is Kaiming-uniform, B is zero, so that the adapter changes nothing. */
  private void freshAdapters(List<String> names) {
    CausalLm decoder = model.decoder();
    Backend backend = model.backend();
    Init init = Init.random(backend, new CounterRng(FRESH_SEED).split("lora"));
    Map<String, Parameter> parameters = decoder.parameters();
    for (String name : names) {
      int[] dims = parameters.get(name).shape().dims();
      int cut = name.indexOf(".lora_");
      String factor = name.substring(cut + 1, cut + 7);
      Fill fill = factor.equals("lora_A") ? Fill.kaimingUniform(dims[1]) : Fill.zeros();
      Init slot = init.child(name.substring(0, cut)).child(factor);
      decoder.assign(name, slot.matrix("weight", fill, dims).value());
    }
  }
}
