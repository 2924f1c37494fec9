package org.affectgpt.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.tensor.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final EmotionWheels WHEELS = PublishedWheels.load();
  private static final ReportData EXAMPLE = ExampleReport.data();

  @Test
  void showsEverySampleChartAndRow() throws Exception {
    String html = HtmlReport.render(EXAMPLE, WHEELS);
    Document page = parse(html);
    assertEquals(EXAMPLE.charts().size(), withClass(page, "figure", "chart").size());
    assertEquals(EXAMPLE.samples().size(), withClass(page, "article", "clip").size());
    assertEquals(EXAMPLE.samples().size(), withClass(page, "svg", "wheel").size());
    assertEquals(EXAMPLE.samples().size(), withClass(page, "path", "wave").size());
    assertEquals(8 * EXAMPLE.samples().size(), page.getElementsByTagName("img").getLength());
    List<Element> scores = withClass(page, "td", "score");
    assertEquals(EXAMPLE.results().size(), scores.size());
    assertEquals("79.5 ± 0.7", scores.getLast().getTextContent().strip());
    for (Chart chart : EXAMPLE.charts()) {
      assertTrue(html.contains("<h3>" + chart.title() + "</h3>"), chart.title());
    }
    for (SampleClip clip : EXAMPLE.samples()) {
      assertTrue(html.contains("<h3>" + clip.name() + "</h3>"), clip.name());
    }
  }

  @Test
  void needsNothingFromOutside() throws Exception {
    String html = HtmlReport.render(EXAMPLE, WHEELS);
    Document page = parse(html);
    assertEquals(0, page.getElementsByTagName("script").getLength());
    assertEquals(0, page.getElementsByTagName("link").getLength());
    assertFalse(html.contains("url("), "the style sheet loads something");
    NodeList images = page.getElementsByTagName("img");
    for (int i = 0; i < images.getLength(); i++) {
      Element image = (Element) images.item(i);
      String source = image.getAttribute("src");
      assertTrue(source.startsWith("data:image/png;base64,"), source);
      assertFalse(image.getAttribute("alt").isBlank());
      byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));
      assertEquals(96, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
    }
  }

  @Test
  void describesEveryDrawing() throws Exception {
    Document page = parse(HtmlReport.render(EXAMPLE, WHEELS));
    NodeList drawings = page.getElementsByTagName("svg");
    for (int i = 0; i < drawings.getLength(); i++) {
      Element drawing = (Element) drawings.item(i);
      assertEquals("img", drawing.getAttribute("role"));
      assertFalse(drawing.getAttribute("aria-label").isBlank());
    }
  }

  @Test
  void escapesWhateverTheUserOrTheModelWrote() throws Exception {
    String evil = "<script>alert('x')</script> & \"quoted\" ]]> \u0000\uD800 ünï 😀";
    SampleClip clip =
        new SampleClip(
            evil,
            List.of(new byte[3]),
            1,
            1,
            new SampleClip.Sound(new float[] {1}, 1),
            evil,
            List.of(evil),
            List.of(new StageAnswer(evil, evil, evil, List.of(evil), 0.5)));
    ReportData data =
        new ReportData(
            evil,
            evil,
            evil,
            Map.of(evil, evil),
            List.of(row(evil, 0.5, true)),
            List.of(new Chart(evil, evil, evil, List.of(Series.ofSteps(evil, new double[2])), 1)),
            List.of(clip),
            List.of(evil));
    Document page = parse(HtmlReport.render(data, WHEELS));
    assertEquals(0, page.getElementsByTagName("script").getLength());
    String shown = evil.replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');
    assertEquals(shown, page.getElementsByTagName("h1").item(0).getTextContent());
    assertEquals("“" + shown + "”", withClass(page, "p", "subtitle").getFirst().getTextContent());
    assertEquals(shown, page.getElementsByTagName("code").item(0).getTextContent());
  }

  @Test
  void showsWhatIsMissingAsMissing() throws Exception {
    double nan = Double.NaN;
    double[] gaps = {1, nan, 3, Double.POSITIVE_INFINITY, 2, 2};
    float[] broken = {0.1f, Float.NaN, Float.NEGATIVE_INFINITY};
    StageAnswer silent = new StageAnswer("SFT", "", "", List.of(), nan);
    ReportData data =
        new ReportData(
            "t",
            "",
            "c",
            Map.of(),
            List.of(
                new ResultRow(
                    "none", nan, nan, nan, nan, new ResultRow.Greedy(nan, nan), nan, true),
                new ResultRow("null", 0.5, 0.5, 0.5, 1, null, null, true)),
            List.of(
                new Chart("none", "x", "y", List.of(), 5),
                new Chart("empty", "x", "y", List.of(Series.ofSteps("e", new double[0])), 5),
                new Chart("nan", "x", "y", List.of(Series.ofSteps("n", new double[] {nan})), 5),
                new Chart("one", "x", "y", List.of(Series.ofSteps("o", new double[] {4})), 5),
                new Chart("flat", "x", "y", List.of(Series.ofSteps("f", new double[9])), 1),
                new Chart("gaps", "x", "y", List.of(Series.ofSteps("g", gaps)), 1)),
            List.of(
                new SampleClip(
                    "a",
                    List.of(),
                    0,
                    0,
                    new SampleClip.Sound(new float[0], 1),
                    "",
                    List.of(),
                    List.of()),
                new SampleClip(
                    "b",
                    List.of(),
                    0,
                    0,
                    new SampleClip.Sound(broken, 1),
                    " ",
                    List.of("zzz"),
                    List.of(silent))),
            List.of());
    String html = HtmlReport.render(data, WHEELS);
    Document page = parse(html);
    assertFalse(html.contains("NaN") || html.contains("Infinity") || html.contains("null%"), html);
    assertEquals(List.of("–", "50.0"), texts(withClass(page, "td", "score")));
    List<Element> charts = withClass(page, "figure", "chart");
    List<Integer> drawn =
        charts.stream().map(c -> c.getElementsByTagName("svg").getLength()).toList();
    assertEquals(List.of(0, 0, 0, 1, 1, 1), drawn);
    String line = withClass(page, "path", "bold").getLast().getAttribute("d");
    assertEquals(3, line.chars().filter(c -> c == 'M').count(), line);
    assertTrue(html.contains("No video.") && html.contains("No sound."));
  }

  @Test
  void marksGoldAndPredictedSectors() throws Exception {
    SampleClip clip =
        new SampleClip(
            "c",
            List.of(),
            0,
            0,
            new SampleClip.Sound(new float[0], 1),
            "",
            List.of("Lonely"),
            List.of(
                new StageAnswer("SFT", "", "", List.of("happy"), 0),
                new StageAnswer("GRPO", "", "", List.of("guilty", "angry"), 0.7)));
    Document page =
        parse(
            HtmlReport.render(
                new ReportData(
                    "t", "", "c", Map.of(), List.of(), List.of(), List.of(clip), List.of()),
                WHEELS));
    Element wheel = withClass(page, "svg", "wheel").getFirst();
    assertEquals(
        "Emotion wheel. Gold: sad (lonely). Predicted: mad, sad (angry, guilty).",
        wheel.getAttribute("aria-label"));
    assertEquals(2, withClass(page, "path", "outline").size());
    assertEquals(List.of("mad", "angry", "sad", "guilty"), texts(withClass(page, "g", "on")));
    assertEquals(List.of("sad", "lonely"), texts(withClass(page, "g", "gold")));
    assertEquals(List.of("guilty✓"), withTick(page));
  }

  @Test
  void staysSmallWithEightSamplesAndWritesTheFileWhole(@TempDir Path folder) throws Exception {
    List<SampleClip> samples = new ArrayList<>(Collections.nCopies(8, noisy()));
    ReportData data =
        new ReportData(
            EXAMPLE.title(),
            EXAMPLE.summary(),
            EXAMPLE.command(),
            EXAMPLE.facts(),
            EXAMPLE.results(),
            EXAMPLE.charts(),
            samples,
            EXAMPLE.notes());
    Path file = folder.resolve("new/report.html");
    HtmlReport.write(data, file);
    assertTrue(Files.size(file) < 3_000_000, "bytes: " + Files.size(file));
    parse(Files.readString(file));
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
    assertThrows(FailedException.class, () -> HtmlReport.write(data, folder));
  }

  /** The worst case for PNG: pure noise, larger and more of it than is shown. */
  private static SampleClip noisy() {
    Random random = new Random(3);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] frame = new byte[96 * 96 * 3];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return new SampleClip(
        "n",
        frames,
        96,
        96,
        new SampleClip.Sound(new float[64_000], 16_000),
        "s",
        List.of("sad"),
        List.of());
  }

  private static ResultRow row(String name, double f1, boolean emphasised) {
    return new ResultRow(name, f1, f1, f1, 1, new ResultRow.Greedy(f1, 1), 0.01, emphasised);
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> withClass(Document page, String tag, String kind) {
    NodeList all = page.getElementsByTagName(tag);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (List.of(element.getAttribute("class").split(" ")).contains(kind)) {
        found.add(element);
      }
    }
    return found;
  }

  private static List<String> withTick(Document page) {
    return texts(withClass(page, "li", "chip")).stream().filter(t -> t.endsWith("✓")).toList();
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream().map(e -> e.getTextContent().strip()).toList();
  }
}
