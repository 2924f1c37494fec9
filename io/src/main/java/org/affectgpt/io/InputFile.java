package org.affectgpt.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The one place through which files of the user are opened: what is there in place of a file (a
 * folder, a pipe, a dangling link, a Git LFS pointer, a web page, half a download) is said in one
 * line that names the path and the remedy.
 */
public final class InputFile {
  private static final String LFS = "version https://git-lfs.github.com/spec/";
  private static final int HEAD = 512;

  /** What programs that fetch files call one that is not complete yet. */
  private static final List<String> PARTIAL =
      List.of(".incomplete", ".part", ".partial", ".crdownload", ".download");

  private InputFile() {}

  /**
   * Fails unless the path is a regular file that can be read and is not a stand-in for one.
   *
   * @return the path
   * @throws InputException naming the path, what is there instead, and the remedy
   */
  public static Path require(Path path) {
    return require(path, "no such file");
  }

  /**
   * The same, with words of the caller's own for a file that is not there at all.
   *
   * @param missing what follows the path, for example {@code "missing; the folder is incomplete"}
   */
  public static Path require(Path path, String missing) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": " + absence(path, missing));
    }
    if (!Files.isReadable(path)) {
      throw new InputException(path + ": cannot be read: permission denied");
    }
    if (Files.exists(path.resolveSibling(path.getFileName() + ".aria2"))) {
      throw new InputException(path + ": its download is not finished; start it again");
    }
    String standIn = standIn(head(path));
    if (standIn != null) {
      throw new InputException(path + ": " + standIn);
    }
    return path;
  }

  /** Whether something of this name is there, be it a dangling link or only half a download. */
  public static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) || partial(path) != null;
  }

  private static @Nullable Path partial(Path path) {
    for (String ending : PARTIAL) {
      Path partial = path.resolveSibling(path.getFileName() + ending);
      if (Files.exists(partial)) {
        return partial;
      }
    }
    return null;
  }

  private static String absence(Path path, String missing) {
    if (Files.isDirectory(path)) {
      return "is a folder, not a file";
    }
    if (Files.exists(path)) {
      return "is not a regular file but a pipe, socket or device; give a file";
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return "is a symbolic link " + target(path);
    }
    Path partial = partial(path);
    return partial == null
        ? missing
        : "no such file, only " + partial.getFileName() + ": its download was cut; start it again";
  }

  private static String target(Path link) {
    try {
      return "to " + Files.readSymbolicLink(link) + ", which is not there";
    } catch (IOException e) {
      return "that leads nowhere";
    }
  }

  private static String head(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + reason(e), e);
    }
  }

  /** What the first bytes of a file say that stands in place of another; null for anything else. */
  private static @Nullable String standIn(String head) {
    if (head.startsWith(LFS)) {
      return "is a Git LFS pointer, not the file itself; run 'git lfs pull' in its folder";
    }
    String start = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
    String text = start.stripLeading().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "is a web page that was saved in place of the file; download the file itself";
    }
    return null;
  }

  /** A small file as text in UTF-8; see {@link #require(Path)}. */
  public static String text(Path path) {
    return text(path, "no such file");
  }

  /** The same, with words of the caller's own for a file that is not there at all. */
  public static String text(Path path, String missing) {
    require(path, missing);
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new InputException(path + ": is not text in UTF-8; the file is damaged", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + reason(e), e);
    }
  }

  /** All bytes of a small file; see {@link #require(Path)}. */
  public static byte[] bytes(Path path) {
    require(path);
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + reason(e), e);
    }
  }

  /** Why an operation on a file failed, in plain words without the path. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileSystemLoopException) {
      return "its symbolic links form a circle";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (said == null || said.isBlank()) {
      return "the system gives no reason";
    }
    String line = said.lines().findFirst().orElse(said);
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
