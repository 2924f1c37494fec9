package org.affectgpt.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a report shows.
 *
 * @param title the page's title
 * @param summary what came out, in one or two sentences; may be empty
 * @param command the command that makes this report again
 * @param facts seed, machine, seconds, clips, parameters, ...: shown in the map's order
 * @param results the rows of the result table; the emphasised ones also head the page
 * @param charts the curves of training
 * @param samples clips with the answers that the stages of training gave
 * @param notes remarks on this run, each a sentence or two
 */
public record ReportData(
    String title,
    String summary,
    String command,
    Map<String, String> facts,
    List<ResultRow> results,
    List<Chart> charts,
    List<SampleClip> samples,
    List<String> notes) {
  public ReportData {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    results = List.copyOf(results);
    charts = List.copyOf(charts);
    samples = List.copyOf(samples);
    notes = List.copyOf(notes);
  }
}
