package org.affectgpt.io.npz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.npy.NpyHeader;
import org.affectgpt.io.npy.NumpyType;
import org.affectgpt.io.pickle.NumpyGlobals;
import org.affectgpt.io.pickle.NumpyValue;
import org.affectgpt.io.pickle.PersistentIds;
import org.affectgpt.io.pickle.Pickle;
import org.affectgpt.io.pickle.PickleGlobals;
import org.affectgpt.io.stored.FileKind;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.zip.ZipArchive;
import org.affectgpt.io.zip.ZipMember;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@code numpy.savez} or {@code savez_compressed} wrote. Arrays of numbers are tensors:
 * stored ones lie in the mapped file, compressed ones are inflated when they are first asked for.
 * Arrays of texts and of Python objects have methods of their own.
 */
public final class NpzFile implements TensorSource {
  private static final String SUFFIX = ".npy";

  private final Path path;
  private final Arena arena;
  private final Map<String, ZipMember> members;
  private final Map<String, NpyHeader> headers;

  /** Members that are no arrays. */
  private final Map<String, ZipMember> foreign;

  private final Map<String, TensorEntry> numbers = new LinkedHashMap<>();

  private NpzFile(
      Path path,
      Arena arena,
      Map<String, ZipMember> members,
      Map<String, NpyHeader> headers,
      Map<String, ZipMember> foreign) {
    this.path = path;
    this.arena = arena;
    this.members = members;
    this.headers = headers;
    this.foreign = foreign;
  }

  /**
   * Maps the file for as long as {@code arena} lives and reads the headers of its arrays.
   *
   * @throws InputException naming the file, and the array if one is at fault, when it is missing,
   *     damaged, or holds arrays of a kind that is not read
   */
  public static NpzFile open(Path path, Arena arena) {
    MemorySegment all = MappedFile.map(path, arena);
    if (!ZipArchive.isZip(all)) {
      String hint = FileKind.hint(all);
      throw new InputException(
          path
              + ": is not an .npz archive"
              + (hint == null ? " (truncated, or another format)" : "; it " + hint));
    }
    return read(path, ZipArchive.read(path.toString(), all), arena);
  }

  private static NpzFile read(Path path, Map<String, ZipMember> all, Arena arena) {
    Map<String, ZipMember> members = new LinkedHashMap<>();
    Map<String, NpyHeader> headers = new LinkedHashMap<>();
    Map<String, ZipMember> foreign = new LinkedHashMap<>();
    all.forEach(
        (file, member) -> {
          if (!file.endsWith(SUFFIX)) {
            foreign.put(file, member);
            return;
          }
          String name = file.substring(0, file.length() - SUFFIX.length());
          try {
            NpyHeader header = NpyHeader.read(member.start(length(member)));
            members.put(name, member);
            headers.put(name, header);
          } catch (IllegalArgumentException e) {
            throw error(path, name, e);
          }
        });
    return new NpzFile(path, arena, members, headers, foreign);
  }

  private static int length(ZipMember member) {
    return NpyHeader.length(member.start(NpyHeader.START_BYTES), member.size());
  }

  /** The names of all arrays, in the order of the file. */
  public Set<String> names() {
    return headers.keySet();
  }

  /** Whether the file has an array of this name, of whatever kind. */
  public boolean has(String name) {
    return headers.containsKey(name);
  }

  /**
   * The element type of an array.
   *
   * @throws InputException if there is no such array
   */
  public NumpyType type(String name) {
    return header(name).type();
  }

  /**
   * Everything in the file; compressed arrays are inflated now. What is no array of numbers is only
   * listed.
   */
  @Override
  public Collection<TensorEntry> entries() {
    List<TensorEntry> entries = new ArrayList<>();
    headers.forEach(
        (name, header) ->
            entries.add(
                header.type().number() == null
                    ? header.listed(name, data(name), path)
                    : entry(name)));
    foreign.forEach(
        (name, member) ->
            entries.add(
                new TensorEntry(
                    name, StoredType.OTHER, List.of(), member.content(arena), path, "a file")));
    return entries;
  }

  @Override
  public @Nullable TensorEntry find(String name) {
    NpyHeader header = headers.get(name);
    return header == null || header.type().number() == null ? null : entry(name);
  }

  @Override
  public synchronized TensorEntry entry(String name) {
    NpyHeader header = header(name);
    TensorEntry known = numbers.get(name);
    if (known == null) {
      try {
        known = header.numbers(name, data(name), path, arena);
      } catch (IllegalArgumentException e) {
        throw error(path, name, e);
      }
      numbers.put(name, known);
    }
    return known;
  }

  /**
   * The texts of an array of texts, or of an array of Python objects all of which are texts, in
   * row-major order.
   *
   * @throws InputException naming file and array if it is missing or of another kind
   */
  public List<String> texts(String name) {
    NpyHeader header = header(name);
    if (header.type().isObject()) {
      List<String> texts = new ArrayList<>();
      for (Object item : objects(name)) {
        if (!(item instanceof String text)) {
          throw new InputException(at(path, name) + "holds something else than texts");
        }
        texts.add(text);
      }
      return texts;
    }
    try {
      MemorySegment data = data(name);
      if (header.type().textWidth() > 0) {
        header.requireBytes(data.byteSize());
      }
      if (header.fortran()) {
        throw new IllegalArgumentException("is in Fortran order, which is not read for texts");
      }
      return header.type().texts(data);
    } catch (IllegalArgumentException e) {
      throw error(path, name, e);
    }
  }

  /**
   * The items of an array of Python objects in row-major order, as {@link Pickle} gives them; an
   * array without dimensions has one: {@code np.savez(f, labels={...})}.
   *
   * @throws InputException naming file and array if it is missing, of another kind, or asks for
   *     anything but plain values and arrays
   */
  public List<?> objects(String name) {
    NpyHeader header = header(name);
    if (!header.type().isObject()) {
      throw new InputException(at(path, name) + "holds no Python objects");
    }
    Object value =
        Pickle.read(
            path + ", array '" + name + "'",
            data(name),
            NumpyGlobals.addTo(PickleGlobals.plain()),
            PersistentIds.none());
    if (value instanceof NumpyValue array && array.type().isObject()) {
      return array.objects();
    }
    throw new InputException(at(path, name) + "is damaged: its pickle holds no array of objects");
  }

  private NpyHeader header(String name) {
    NpyHeader header = headers.get(name);
    if (header == null) {
      throw new InputException(path + ": has no array '" + name + "'");
    }
    return header;
  }

  private MemorySegment data(String name) {
    ZipMember member = members.get(name);
    return member.content(arena).asSlice(length(member));
  }

  private static String at(Path path, String name) {
    return path + ": array '" + name + "' ";
  }

  private static InputException error(Path path, String name, IllegalArgumentException e) {
    return new InputException(at(path, name) + e.getMessage(), e);
  }

  /** Does nothing: whoever made the arena closes it. */
  @Override
  public void close() {}
}
