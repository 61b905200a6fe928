package dev.stint.runtime.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import dev.stint.runtime.report.Report.Omission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a report together from what the steps of a run left. Pure. */
public final class ReportReader {
  private static final Pattern MARK = Pattern.compile("\\[([a-z]+)-[a-z0-9]+]");

  private ReportReader() {}

  /**
   * @param args {@code draft}, {@code citations}, and optionally {@code retrieved}, {@code
   *     notCovered}, {@code run}, {@code redactions}, {@code tokens}, {@code partial}
   */
  public static Report read(JsonNode args) {
    JsonNode draft = args.path("draft");
    List<Citation> citations = new ArrayList<>();
    args.path("citations").forEach(c -> citations.add(Citation.fromJson(c)));
    Map<String, String> facts = new LinkedHashMap<>();
    args.path("run").properties().forEach(e -> facts.put(e.getKey(), e.getValue().asText()));
    return new Report(
        draft.path("title").asText(),
        draft.path("introduction").asText(),
        ReportSection.fromJson(draft.path("sections")),
        List.copyOf(citations),
        facts,
        omissions(args),
        args.has("redactions") ? counts(args.get("redactions")) : marks(draft),
        args.has("tokens") ? counts(args.get("tokens")) : retrieved(args.path("retrieved")),
        Optional.of(args.path("partial").asText()).filter(reason -> !reason.isBlank()));
  }

  private static List<Omission> omissions(JsonNode args) {
    List<Omission> omissions = new ArrayList<>();
    for (JsonNode topic : args.path("notCovered")) {
      omissions.add(new Omission(topic.path("title").asText(), topic.path("reason").asText()));
    }
    for (JsonNode search : args.path("retrieved")) {
      if (search.path("sufficient").asBoolean(true)) continue;
      omissions.add(new Omission(search.path("title").asText(), search.path("reason").asText()));
    }
    return List.copyOf(omissions);
  }

  private static Map<String, Long> counts(JsonNode counts) {
    Map<String, Long> all = new LinkedHashMap<>();
    counts.properties().forEach(e -> all.put(e.getKey(), e.getValue().asLong()));
    return all;
  }

  /** Without the run's own counts, the distinct marks that the draft shows. */
  private static Map<String, Long> marks(JsonNode draft) {
    var marks = new TreeSet<String>();
    Map<String, Long> counts = new TreeMap<>();
    Matcher mark = MARK.matcher(draft.toString());
    while (mark.find()) {
      if (marks.add(mark.group())) counts.merge(mark.group(1), 1L, Long::sum);
    }
    return counts;
  }

  private static Map<String, Long> retrieved(JsonNode searches) {
    long tokens = 0;
    for (JsonNode search : searches) tokens += search.path("tokens").asLong();
    return tokens == 0 ? Map.of() : Map.of("retrieve", tokens);
  }
}
