package org.affectgpt.infer.text;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.chat.ChatRequest;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.chat.TurnEnd;
import org.affectgpt.io.decoder.DecoderFiles;
import org.affectgpt.io.decoder.GenerationDefaults;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.memory.WeightMemory;
import org.jspecify.annotations.Nullable;

/**
 * A model as its files describe it: everything but the weights is read, the weights are mapped and
 * not touched yet.
 *
 * @param path where it was opened
 * @param words its tokenizer; empty for a folder that has none
 * @param begin a token before every text, beside those that the tokenizer itself adds
 * @param defaults how its makers generate
 * @param chat how its makers mark the turns of a conversation; empty if that is not known
 * @param memory what the weights will take
 * @param loading makes the decoder, frozen, with its weights in place
 */
public record TextModelFiles(
    Path path,
    DecoderConfig config,
    Optional<Tokenizer> words,
    OptionalInt begin,
    GenerationDefaults defaults,
    Optional<ChatTemplates> chat,
    WeightMemory memory,
    Function<Backend, CausalLm> loading) {

  /**
   * Reads a Hugging Face folder of a Qwen- or Llama-style decoder, a PEFT adapter folder, or a GGUF
   * file.
   *
   * @param base the model that an adapter belongs to; without it the adapter's configuration names
   *     it, relative to the adapter or to the working directory
   * @throws InputException naming what is missing, damaged or not supported
   */
  public static TextModelFiles open(Path path, @Nullable Path base) {
    if (!Files.isDirectory(path)) {
      InputFile.require(path, "no such model folder or file; check the path");
    }
    if (PeftFolder.is(path)) {
      return new AdaptedDecoder(new PeftFolder(path)).open(base);
    }
    if (base != null) {
      throw new InputException(
          path + ": not an adapter (it has no " + PeftFolder.CONFIG + "); leave --base out");
    }
    return of(DecoderFiles.open(path, Arena.ofAuto()));
  }

  private static TextModelFiles of(DecoderFiles files) {
    Optional<Tokenizer> tokenizer = files.tokenizer();
    return new TextModelFiles(
        files.path(),
        files.config(),
        tokenizer,
        files.begin(),
        files.defaults().withNotes(files.notes()),
        files.chatTemplates(),
        WeightMemory.of(files),
        backend -> files.load(backend, Module.Loading.IN_PLACE));
  }

  /** The model with its weights in place. */
  public TextModel load(Backend backend) {
    return new TextModel(this, loading.apply(backend));
  }

  /** What the user should know of the model's files, one line each. */
  public List<String> notes() {
    return defaults.notes();
  }

  /** The tokenizer, which generating from text needs. */
  public Tokenizer tokenizer() {
    return words.orElseThrow(
        () -> new InputException(path + ": has no tokenizer.json; copy the model's own into it"));
  }

  /** A text as the model wants it: with the tokens that begin a text, where it has any. */
  public int[] encode(String text) {
    int[] ids = tokenizer().encodeWithSpecial(text);
    return begin.isEmpty() || (ids.length > 0 && ids[0] == begin.getAsInt())
        ? ids
        : IntStream.concat(begin.stream(), IntStream.of(ids)).toArray();
  }

  /** A question in the model's chat template, as tokens; the template writes the first itself. */
  public int[] encodeChat(@Nullable String system, String user) {
    ChatTemplates templates = requireChat();
    return templates
        .prompt(ChatRequest.question(system, user), Clock.systemDefaultZone())
        .encode(tokenizer());
  }

  /** The token that ends an answer in the model's chat template, where it writes one. */
  public OptionalInt turnEnd() {
    return TurnEnd.of(requireChat(), tokenizer());
  }

  private ChatTemplates requireChat() {
    return chat.orElseThrow(
        () ->
            new InputException(
                path + ": has no chat template; leave --chat out and write the whole prompt"));
  }
}
