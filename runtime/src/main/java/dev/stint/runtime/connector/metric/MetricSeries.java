package dev.stint.runtime.connector.metric;

import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Values over time, read from CSV with a column {@code at}. Immutable. */
record MetricSeries(List<Sample> samples) {
  private static final int MOST = 100_000;
  private static final String NUMBER = "-?\\d{1,18}(\\.\\d{1,18})?";

  /** One value. */
  record Sample(Instant at, BigDecimal value) {}

  /** Mean of some values; of none it is zero. */
  record Mean(BigDecimal value, int samples) {}

  MetricSeries {
    samples = List.copyOf(samples);
  }

  /**
   * @throws ToolException terminal {@code metric_invalid} naming the line
   */
  static MetricSeries parse(String csv, String column) throws ToolException {
    List<String> lines = csv.lines().limit(MOST + 2L).toList();
    List<String> head = lines.isEmpty() ? List.of() : cells(lines.getFirst());
    int at = head.indexOf("at");
    int value = head.indexOf(column);
    if (at < 0 || value < 0) {
      throw invalid(1, "columns \"at\" and \"" + column + "\"", String.join(",", head));
    }
    if (lines.size() > MOST + 1) throw invalid(MOST + 2, "at most " + MOST + " values", "more");
    List<Sample> samples = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) continue;
      List<String> cells = cells(lines.get(i));
      if (cells.size() != head.size())
        throw invalid(i + 1, head.size() + " cells", cells.size() + "");
      if (!cells.get(value).matches(NUMBER)) throw invalid(i + 1, "a number", cells.get(value));
      samples.add(new Sample(time(cells.get(at), i + 1), new BigDecimal(cells.get(value))));
    }
    return new MetricSeries(samples);
  }

  private static List<String> cells(String line) {
    return java.util.Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static Instant time(String text, int line) throws ToolException {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw invalid(line, "a day or a time such as 2026-01-31T08:00:00Z", text);
    }
  }

  private static ToolException invalid(int line, String expected, String found) {
    String shown = found.replaceAll("[^\\x20-\\x7e]", "?");
    return Failures.terminal(
        "metric_invalid",
        "line "
            + line
            + ": expected "
            + expected
            + ", found "
            + shown.substring(0, Math.min(80, shown.length())));
  }

  /** The mean of what was measured from {@code from} until before {@code to}. */
  Mean mean(Instant from, Instant to) {
    List<BigDecimal> values =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(from) && sample.at().isBefore(to))
            .map(Sample::value)
            .toList();
    if (values.isEmpty()) return new Mean(BigDecimal.ZERO, 0);
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Mean(
        sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64), values.size());
  }
}
