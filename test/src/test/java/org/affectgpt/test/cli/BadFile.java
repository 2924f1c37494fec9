package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What people have in place of the file that a command wants. */
enum BadFile {
  MISSING,
  IN_NO_FOLDER {
    @Override
    Path make(Path folder, String name, Path good) {
      return folder.resolve("no such folder").resolve(name);
    }
  },
  DANGLING_LINK {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.createSymbolicLink(file, Path.of("gone"));
    }
  },
  LINK_TO_ITSELF {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.createSymbolicLink(file, file.getFileName());
    }
  },
  FOLDER {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.createDirectory(file);
    }
  },
  PIPE {
    @Override
    void fill(Path file, Path good) throws IOException {
      try {
        int code = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assumeTrue(code == 0, "no mkfifo");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  },
  DEVICE {
    @Override
    Path make(Path folder, String name, Path good) {
      return Path.of("/dev/null");
    }
  },
  UNREADABLE {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.copy(good, file);
      file.toFile().setReadable(false, false);
      assumeTrue(!Files.isReadable(file), "root reads everything");
    }
  },
  EMPTY {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.write(file, new byte[0]);
    }
  },
  WORDS {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.writeString(file, "these are words, and nothing else at all\n".repeat(40));
    }
  },
  ZEROS {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.write(file, new byte[5000]);
    }
  },
  LFS_POINTER {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.writeString(
          file,
          "version https://git-lfs.github.com/spec/v1\noid sha256:"
              + "0".repeat(64)
              + "\nsize 4711\n");
    }
  },
  WEB_PAGE {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.writeString(file, "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n");
    }
  },
  CUT {
    @Override
    void fill(Path file, Path good) throws IOException {
      byte[] all = Files.readAllBytes(good);
      Files.write(file, Arrays.copyOf(all, all.length / 3));
    }
  },
  OTHER_KIND {
    @Override
    void fill(Path file, Path good) throws IOException {
      Files.write(file, "PK\u0003\u0004\u0014".repeat(200).getBytes(StandardCharsets.ISO_8859_1));
    }
  };

  /** Makes one under a name with spaces and letters outside ASCII. */
  Path make(Path folder, String name, Path good) throws IOException {
    Path file = Files.createTempDirectory(folder, name()).resolve("wha\u0165 ever " + name);
    fill(file, good);
    return file;
  }

  void fill(Path file, Path good) throws IOException {
    // nothing: it is missing
  }
}
