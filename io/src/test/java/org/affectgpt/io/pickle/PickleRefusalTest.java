package org.affectgpt.io.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile and damaged streams end in one line that names the file, soon and in little memory. */
class PickleRefusalTest {
  private static Object read(byte[] stream) {
    PickleGlobals globals = NumpyGlobals.addTo(PickleGlobals.plain());
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> Pickle.read("f.pkl", MemorySegment.ofArray(stream), globals, PersistentIds.none()));
  }

  private static void refused(byte[] stream, String part) {
    String message = assertThrows(InputException.class, () -> read(stream)).getMessage();
    assertTrue(message.startsWith("f.pkl: ") && message.contains(part), message);
  }

  /** {@code \xNN} and {@code \n} stand for bytes. */
  private static byte[] bytes(String escaped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.startsWith("\\x", i)) {
        out.write(Integer.parseInt(escaped, i + 2, i + 4, 16));
        i += 3;
      } else if (escaped.startsWith("\\n", i)) {
        out.write('\n');
        i++;
      } else {
        out.write(escaped.charAt(i));
      }
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "cos\\nsystem\\n(Vls\\ntR. 'os.system'",
        "\\x80\\x04\\x8c\\x08builtins\\x8c\\x04eval\\x93\\x8c\\x011\\x85R. 'builtins.eval'",
        "c__builtin__\\neval\\n. '__builtin__.eval'",
        "ccollections\\nOrderedDict\\n(cposix\\nsystem\\n(tRtR. 'posix.system'",
        "(Vls\\nios\\nsystem\\n. 'os.system'",
        "(cbuiltins\\nset\\no. 'builtins.set'",
        "ctorch.storage\\n_load_from_bytes\\n. 'torch.storage._load_from_bytes'",
        "cnumpy\\nload\\n. 'numpy.load'",
        "ccollections\\nOrderedDict.__class__\\n. 'collections.OrderedDict.__class__'",
        "\\x82\\x01. `extension code`",
        "\\x97. `buffer outside`",
        "ccollections\\nOrderedDict\\n)}\\x92. `keyword arguments`",
        "Pid\\n. `outside of it`",
        "}Q. `outside of it`",
        "K\\x01)R. `calls 1`",
        "cbuiltins\\nset\\nK\\x01R. `without a tuple`",
        "cbuiltins\\nset\\n(K\\x01K\\x01tR. `2 arguments`",
        "](}tb. `sets attributes`",
        "h\\x01. `recalls the value 1`",
        "j\\xff\\xff\\xff\\xff. `recalls the value 4294967295`",
        "q\\x01. `not there`",
        "a. `not there`",
        "t. `mark that is not there`",
        "](a. `not there`",
        "}(K\\x01u. `without a value`",
        "K\\x01K\\x02a. `adds to 1`",
        "}]]s. `as a key`",
        "}(K\\x01tK\\x02s. `as a key`",
        "\\x80\\x06. `protocol 6`",
        "\\xff. `opcode 0xff`",
        "K `truncated`",
        "X\\xff\\xff\\xff\\xffabc. `4294967295 bytes`",
        "B\\xff\\xff\\xff\\xffabc. `4294967295 bytes`",
        "\\x8d\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xffabc. `truncated`",
        "\\x8e\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7fabc. `truncated`",
        "\\x96\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7fabc. `truncated`",
        "\\x95\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7fN. `truncated`",
        "\\x8b\\xff\\xff\\xff\\x7f1. `too long`",
        "\\x8b\\xff\\xff\\xff\\xff1. `too long`",
        "Iabc\\n. `no integer`",
        "F0x1p3\\n. `no number`",
        "V\\u12\\n. `unfinished escape`",
        "V\\U7fffffff\\n. `escape`",
        "S'abc\\n. `not in quotes`",
        "S'ab\\q'\\n. `escape`",
        "N `truncated`",
        "cnumpy\\ndtype\\n(Vf8\\nI00\\nI01\\ntR)b. `dtype with an unknown kind of state`",
        "cnumpy.core.multiarray\\n_reconstruct\\n(NNNtR. `does not finish`",
        "}K\\x01]s0]2a. `contains itself`",
      })
  void saysWhatIsWrong(String stream, String part) {
    refused(bytes(stream), part);
  }

  @Test
  void nothingIsExecuted() {
    String property = "pickle.refusal";
    refused(
        bytes("cjava.lang.System\\nsetProperty\\n(V" + property + "\\nVx\\ntR."), "setProperty");
    assertEquals(null, System.getProperty(property));
  }

  @Test
  void boundsDepth() {
    assertEquals("[[]]", String.valueOf(read("]]a.".getBytes(StandardCharsets.US_ASCII))));
    refused(
        ("]".repeat(1_000_000) + "a".repeat(999_999) + ".").getBytes(StandardCharsets.US_ASCII),
        "levels deep");
    refused(
        ("N" + "\u0085".repeat(1_000_000) + ".").getBytes(StandardCharsets.ISO_8859_1),
        "levels deep");
  }

  /** Doubling by reference: a tree of 2^90 items in 600 bytes. */
  @Test
  void boundsSharing() {
    StringBuilder stream = new StringBuilder("]q\u0000");
    stream.append("](h\u0000h\u0000eq\u0000".repeat(90)).append('.');
    refused(stream.toString().getBytes(StandardCharsets.ISO_8859_1), "shared parts");
  }

  /** A long list copied by call after call. */
  @Test
  void boundsCopies() {
    String list = "(" + "K\u0001".repeat(100_000) + "lq\u0000";
    String call = "cbuiltins\nset\nq\u00010(" + "h\u0001h\u0000\u0085R".repeat(100_000) + "t.";
    refused((list + call).getBytes(StandardCharsets.ISO_8859_1), "copies shared parts");
    String text = "V" + "x".repeat(100_000) + "\nq\u0000";
    String encode =
        "c_codecs\nencode\nq\u00010Vlatin1\nq\u0002("
            + "h\u0001h\u0000h\u0002\u0086R".repeat(10_000)
            + "t.";
    refused((text + encode).getBytes(StandardCharsets.ISO_8859_1), "copies shared parts");
  }

  /** Keys that collide in a hash table may not take a time quadratic in their number. */
  @Test
  void boundsMixedKeys() {
    StringBuilder stream = new StringBuilder("}");
    for (int i = 0; i < 3000; i++) {
      stream.append("I").append(i).append("\nNs").append("F").append(i).append(".5\nNs");
    }
    refused(stream.append('.').toString().getBytes(StandardCharsets.US_ASCII), "mixes kinds");
  }

  /** Dimensions that multiply to nothing, or to more than a long holds. */
  @Test
  void boundsArrays() {
    String dtype = "cnumpy\ndtype\n(VU0\nI00\nI01\ntR(I3\nV<\nNNNI-1\nI-1\nI0\ntb";
    String array = "cnumpy.core.multiarray\n_reconstruct\n(NNNtR(I1\n";
    refused(
        (array + "(L1000000000000L\nt" + dtype + "I00\nV\ntb.").getBytes(StandardCharsets.US_ASCII),
        "an array with a text");
    String bytes = "c_codecs\nencode\n(V\nVlatin1\ntR";
    refused(
        (array
                + "(L4294967296L\nL4294967296L\nt"
                + dtype.replace("U0", "f8")
                + "I00\n"
                + bytes
                + "tb.")
            .getBytes(StandardCharsets.US_ASCII),
        "impossibly large");
  }
}
