package org.affectgpt.io.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.affectgpt.io.pickle.Pickle;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.io.stored.FileKind;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.zip.ZipArchive;
import org.affectgpt.io.zip.ZipMember;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@code torch.save} wrote: a zip archive with a pickle of containers and tensors, and
 * the tensors' bytes beside it, which are used where they lie in the mapped file; or the format
 * before PyTorch 1.6, with the same inside. What may be pickled is what {@code
 * torch.load(weights_only=True)} accepts, as far as it is data.
 */
public final class TorchFile {
  private static final long TAR_MAGIC_AT = 257;
  private static final String PICKLE = "data.pkl";

  private final Path path;
  private final Arena arena;
  private final long bytes;
  private final @Nullable Object root;

  private TorchFile(Path path, Arena arena, long bytes, @Nullable Object root) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
    this.root = root;
  }

  /**
   * Maps the file for as long as {@code arena} lives and reads its pickle; no tensor is touched.
   *
   * @throws InputException naming the file when it is missing, damaged, in the format before
   *     PyTorch 0.1.10, or asks for anything but tensors and plain containers
   */
  public static TorchFile open(Path path, Arena arena) {
    MemorySegment all = MappedFile.map(path, arena);
    return new TorchFile(path, arena, all.byteSize(), read(path, all));
  }

  private static @Nullable Object read(Path path, MemorySegment all) {
    if (LegacyFile.is(all)) {
      return LegacyFile.read(path.toString(), all);
    }
    if (!ZipArchive.isZip(all)) {
      throw new InputException(path + ": " + notAnArchive(path, all));
    }
    Map<String, ZipMember> members = ZipArchive.read(path.toString(), all);
    String pickle =
        members.keySet().stream()
            .filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE))
            .min(Comparator.comparingInt(String::length))
            .orElseThrow(
                () -> new InputException(path + ": is a zip archive, but not one of torch.save"));
    String folder = pickle.substring(0, pickle.length() - PICKLE.length());
    if (members.containsKey(folder + "constants.pkl")) {
      throw new InputException(
          path + ": is a TorchScript program, not weights; save its state_dict() instead");
    }
    ZipMember order = members.get(folder + "byteorder");
    if (order != null && !text(order).equals("little")) {
      throw new InputException(
          path
              + ": was written in big-endian byte order; save it again on a little-endian machine");
    }
    MemorySegment stream = members.get(pickle).content(Arena.ofAuto());
    return Pickle.read(
        path.toString(), stream, TorchGlobals.all(), new TorchStorages(members, folder)::find);
  }

  private static String text(ZipMember member) {
    byte[] bytes = member.start(16).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.US_ASCII).strip();
  }

  private static String notAnArchive(Path path, MemorySegment all) {
    if (isTar(all)) {
      return "is a tar archive as PyTorch before 0.1.10 wrote them, which is not read; convert it"
          + " once in Python: torch.save(torch.load('"
          + path.getFileName()
          + "', map_location='cpu', weights_only=True), 'new.pth')";
    }
    String hint = FileKind.hint(all);
    return hint == null
        ? "is not an archive of torch.save (truncated, or another format)"
        : "is not an archive of torch.save: it " + hint;
  }

  private static boolean isTar(MemorySegment all) {
    byte[] magic = "ustar".getBytes(StandardCharsets.US_ASCII);
    return all.byteSize() >= TAR_MAGIC_AT + magic.length
        && Arrays.equals(
            all.asSlice(TAR_MAGIC_AT, magic.length).toArray(ValueLayout.JAVA_BYTE), magic);
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * What was saved: {@link Map} (dict), {@link java.util.List}, {@link PythonTuple}, {@link
   * TorchTensor}, and plain values as {@link Pickle} gives them. It has no cycles.
   */
  public @Nullable Object root() {
    return root;
  }

  /**
   * All tensors, named by the path to them with dots between: those of a plain state dict by their
   * own names; those of a checkpoint {@code {"model": {...}, "optimizer": {...}}} as {@code
   * model.<name>} and {@code optimizer.state.0.exp_avg}. Tensors whose elements do not lie in
   * row-major order are copied. The source stays open as long as the arena given to {@link #open}.
   *
   * @throws InputException if two tensors have one name
   */
  public TensorSource source() {
    return new TensorTree(path, arena, bytes).source(root);
  }

  /**
   * The tensors of one part of the tree, without the part's name before theirs: {@code
   * source("model")} of a training checkpoint holds the weights under the names the model knows.
   *
   * @param part keys with dots between
   * @throws InputException if there is no such part
   */
  public TensorSource source(String part) {
    Object node = root;
    for (String key : part.split("\\.", -1)) {
      if (!(node instanceof Map<?, ?> map) || !map.containsKey(key)) {
        throw new InputException(path + ": has no part '" + part + "'");
      }
      node = map.get(key);
    }
    return new TensorTree(path, arena, bytes).source(node);
  }
}
