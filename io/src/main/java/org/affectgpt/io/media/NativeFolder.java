package org.affectgpt.io.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.affectgpt.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * The folder into which the native libraries are unpacked, once: the first of a few places that can
 * be written, has room, and from which programs may be loaded.
 *
 * @param path null if no place will do
 * @param problem why not
 */
record NativeFolder(@Nullable Path path, String problem) {
  /** JavaCPP's name for the folder; a user may set it. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** The variable of the environment that does the same. */
  static final String VARIABLE = "AFFECTGPT_CACHE";

  static final String REMEDY =
      "set " + VARIABLE + " to a folder that can be written and may hold programs";

  /** What the unpacked libraries take, and some. */
  private static final long ROOM = 160L << 20;

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

  /**
   * A place to look at.
   *
   * @param shared whether other users can make a folder of this name before us
   */
  record Place(Path path, boolean shared) {}

  static NativeFolder choose() {
    String told = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return choose(
        told == null || told.isBlank() ? places() : List.of(new Place(Path.of(told), false)));
  }

  static NativeFolder choose(List<Place> places) {
    List<String> reasons = new ArrayList<>();
    for (Place place : places) {
      String reason = unusable(place);
      if (reason == null) {
        return new NativeFolder(place.path(), "");
      }
      reasons.add(place.path() + " (" + reason + ")");
    }
    return new NativeFolder(
        null,
        "no folder to unpack the media libraries into: "
            + String.join(", ", reasons)
            + "; "
            + REMEDY);
  }

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    String home = System.getProperty("user.home", "");
    if (Path.of(home).isAbsolute()) {
      places.add(new Place(Path.of(home, ".javacpp", "cache"), false));
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    if (caches != null && Path.of(caches).isAbsolute()) {
      places.add(new Place(Path.of(caches, "affectgpt"), false));
    }
    String checkout = System.getProperty("affectgpt.home");
    if (checkout != null) {
      places.add(new Place(Path.of(checkout, "affectgpt", "target", "natives"), false));
    }
    String own = "affectgpt-" + System.getProperty("user.name", "user").replaceAll("\\W", "_");
    for (String folder : List.of(System.getProperty("java.io.tmpdir"), "/var/tmp", "/dev/shm")) {
      if (Files.isDirectory(Path.of(folder))) {
        places.add(new Place(Path.of(folder, own), true));
      }
    }
    return places;
  }

  private static @Nullable String unusable(Place place) {
    Path folder = place.path();
    Path probe = null;
    try {
      if (!place.shared()) {
        Files.createDirectories(folder);
      } else if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
      }
      if (Files.getFileStore(folder).getUsableSpace() < ROOM && isEmpty(folder)) {
        return "too little room";
      }
      probe = Files.createTempFile(folder, "probe", "", PosixFilePermissions.asFileAttribute(OWN));
      if (place.shared() && !isOurs(folder, probe)) {
        return "other users can write there";
      }
      // False where the file system is mounted so that nothing on it can be run.
      return Files.isExecutable(probe) ? null : "programs cannot be run from it";
    } catch (IOException e) {
      return InputFile.reason(e);
    } catch (UnsupportedOperationException e) {
      return null; // no POSIX permissions here, so nothing to look at
    } finally {
      if (probe != null) {
        probe.toFile().delete();
      }
    }
  }

  /** What another user laid there would be run by us. */
  private static boolean isOurs(Path folder, Path made) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getPosixFilePermissions(folder).equals(OWN)
        && Files.getOwner(folder).equals(Files.getOwner(made));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
