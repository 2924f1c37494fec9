package org.affectgpt.tools.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.Progress;
import org.affectgpt.io.StagedFolder;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Writes AffectGPT's parts as one model folder of this project: the decoder in the wanted format,
 * the encoders in it too unless it is a block format, fusions and adapters as they are.
 */
public final class AffectGptConversion {
  private static final List<String> UNUSED = List.of("text_model.", "text_projection.", "logit_");

  private final ConversionRequest request;
  private final boolean merge;
  private final ModelWriter writer;

  /**
   * @param request its input and adapter are not looked at
   * @param merge whether adapters are added to the decoder's matrices
   * @param progress told of megabytes of the input
   */
  public AffectGptConversion(ConversionRequest request, boolean merge, Progress progress) {
    this.request = request;
    this.merge = merge;
    writer = new ModelWriter(request.out(), progress);
  }

  /** One part: its model, its plan, its format. */
  private record Part(
      String name,
      InputModel model,
      List<WeightsWriter.Planned> planned,
      @Nullable StoredType type) {}

  /**
   * Does it.
   *
   * @throws InputException naming the part that is missing or does not fit; nothing then appears at
   *     the output
   */
  public ConversionReport run(ModelSources parts) {
    if (request.toFile()) {
      throw new InputException(request.out() + ": a model of several parts needs a folder");
    }
    writer.requireOther(parts.llm());
    try (Arena arena = Arena.ofShared()) {
      Map<String, TensorEntry> checkpoint = parts.checkpointTensors(arena);
      InputModel llm = InputModel.open(parts.llm(), arena);
      AffectGptTensors tensors = AffectGptTensors.sort(parts, llm, checkpoint);
      llm = replaced(llm, tensors.decoder());
      if (merge) {
        llm = llm.with(tensors.merged(llm.tensors()));
      }
      InputModel clip = replaced(InputModel.open(parts.clip(), arena), tensors.vision());
      InputModel hubert = replaced(InputModel.open(parts.hubert(), arena), tensors.acoustic());
      StoredType encoders =
          request.type() == null || request.type().isBlock() ? null : request.type();
      List<Part> all =
          List.of(
              part("llm", llm, request.type()),
              part("clip", clip, encoders),
              part("hubert", hubert, encoders));
      List<WeightsWriter.Planned> own =
          writer.plan(
              new InputModel(request.out(), tensors.own(merge), Map.of(), tensors.notes()), null);
      writer.requireSpace();
      try (StagedFolder out = request.staged()) {
        for (Part p : all) {
          writer.folder(
              p.model(), p.planned(), p.type(), out.path().resolve(p.name()), request.shardBytes());
        }
        writer.file(own, out.path().resolve(ModelFolder.WEIGHTS));
        former(parts.bert(), out.path());
        AtomicFile.write(out.path().resolve(ModelFolder.CONFIG), config(parts.config()));
        out.commit();
      }
    }
    return writer.report();
  }

  private Part part(String name, InputModel model, @Nullable StoredType type) {
    return new Part(name, model, writer.plan(model, type), type);
  }

  /** The tensors of a base model with those of a checkpoint in their places. */
  private static InputModel replaced(InputModel base, Map<String, TensorEntry> over) {
    Map<String, SourceTensor> all = new LinkedHashMap<>();
    for (SourceTensor t : base.tensors()) {
      if (UNUSED.stream().noneMatch(t.name()::startsWith)) {
        all.put(t.name(), t);
      }
    }
    over.forEach((name, e) -> all.put(name, new SourceTensor(name, e, null, null)));
    return base.with(new ArrayList<>(all.values()));
  }

  private static void former(@Nullable Path bert, Path out) {
    if (bert != null && new HuggingFaceFolder(bert).hasConfig()) {
      String json = new HuggingFaceFolder(bert).config((text, source) -> text);
      AtomicFile.write(out.resolve("bert").resolve(HuggingFaceFolder.CONFIG), json);
    }
  }

  private String config(AffectGptConfig config) {
    ObjectNode node =
        new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .valueToTree(config);
    node.remove("parts");
    if (merge) {
      node.put("lora_r", 0);
    }
    return node.toPrettyString() + "\n";
  }
}
