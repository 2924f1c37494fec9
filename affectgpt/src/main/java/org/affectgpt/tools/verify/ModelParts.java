package org.affectgpt.tools.verify;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.affectgpt.io.decoder.DecoderFiles;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.bert.BertConfig;
import org.affectgpt.nn.bert.BertModel;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.nn.qformer.QFormerNames;
import org.affectgpt.tensor.backend.Backend;

/**
 * Loads the models of golden folders, each in the Hugging Face layout.
 *
 * @param mode whether weights are used as they are stored, or copied so that they can be trained
 */
record ModelParts(Backend backend, Module.Loading mode) {

  /** The image half of a CLIP model. */
  ClipVisionModel vision(Path path) {
    HuggingFaceFolder folder = new HuggingFaceFolder(path);
    return folder.fill(
        new ClipVisionModel(Init.empty(backend), folder.config(ClipVisionConfig::fromJson)),
        backend,
        mode);
  }

  /** The encoder of a BERT. */
  BertModel words(Path path) {
    HuggingFaceFolder folder = new HuggingFaceFolder(path);
    return folder.fill(
        new BertModel(Init.empty(backend), folder.config(BertConfig::fromJson)), backend, mode);
  }

  /** A HuBERT model. */
  HubertModel acoustic(Path path) {
    HuggingFaceFolder folder = new HuggingFaceFolder(path);
    return folder.fill(
        new HubertModel(Init.empty(backend), folder.config(HubertConfig::fromJson)), backend, mode);
  }

  /** A Qwen- or Llama-style decoder, as {@code generate} opens it. */
  CausalLm decoder(Path path) {
    return DecoderFiles.open(path, Arena.ofAuto()).load(backend, mode);
  }

  /** The query branch of a BLIP-2 Q-Former. */
  QFormerModel former(Path path) {
    HuggingFaceFolder folder = new HuggingFaceFolder(path);
    return folder.fill(
        new QFormerModel(
            Init.empty(backend), folder.config(QFormerConfig::fromJson), QFormerNames.BLIP2),
        backend,
        mode);
  }
}
