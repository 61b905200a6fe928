package dev.stint.runtime.reconcile;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a ledger: CSV (RFC 4180) with a header line, ISO dates, decimal points. A line that cannot
 * be understood refuses the whole file, since a ledger with a line left out would balance wrongly.
 */
public final class LedgerCsv {
  private static final int MOST_ROWS = 200_000;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_TEXT = 500;
  private static final String AMOUNT = "-?\\d{1,15}(\\.\\d{1,6})?";

  private final String file;
  private final LedgerColumns columns;
  private final List<String> problems = new ArrayList<>();

  private LedgerCsv(String file, LedgerColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * @param file its name, for messages
   * @throws LedgerFormatException with every problem and its line
   */
  public static List<Entry> read(String file, Reader text, LedgerColumns columns)
      throws IOException, LedgerFormatException {
    return new LedgerCsv(file, columns).read(text);
  }

  private List<Entry> read(Reader text) throws IOException, LedgerFormatException {
    var format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    List<Entry> entries = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<String> missing =
          columns.all().stream().filter(c -> !parser.getHeaderNames().contains(c)).toList();
      if (!missing.isEmpty()) {
        throw refuse(
            "line 1: expected the columns " + columns.all() + ", found " + parser.getHeaderNames());
      }
      for (CSVRecord row : parser) {
        if (entries.size() >= MOST_ROWS) throw refuse("more than " + MOST_ROWS + " lines");
        entry(row, (int) parser.getCurrentLineNumber()).ifPresent(entries::add);
        if (problems.size() >= MOST_PROBLEMS) break;
      }
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw refuse("no CSV with one header line: " + e.getMessage());
    }
    if (!problems.isEmpty()) throw new LedgerFormatException(file, problems);
    return entries;
  }

  private Optional<Entry> entry(CSVRecord row, int line) {
    int before = problems.size();
    String reference = value(row, columns.reference(), line, true);
    String date = value(row, columns.date(), line, true);
    String amount = value(row, columns.amount(), line, true);
    String currency = value(row, columns.currency(), line, true);
    String description = value(row, columns.description(), line, false);
    if (problems.size() > before) return Optional.empty();
    if (!amount.matches(AMOUNT)) {
      problem(line, columns.amount(), "a decimal such as -1250.00", amount);
    }
    if (!currency.matches("[A-Z]{3}")) {
      problem(line, columns.currency(), "a code such as EUR", currency);
    }
    Optional<LocalDate> day = day(date);
    if (day.isEmpty()) problem(line, columns.date(), "a date such as 2026-05-31", date);
    if (problems.size() > before) return Optional.empty();
    return Optional.of(
        new Entry(line, reference, day.get(), new BigDecimal(amount), currency, description));
  }

  private String value(CSVRecord row, String column, int line, boolean needed) {
    if (!row.isSet(column)) {
      problem(line, column, "a value", "no such column in this line");
      return "";
    }
    String value = row.get(column);
    if (needed && value.isBlank()) problem(line, column, "a value", "nothing");
    if (value.length() > MOST_TEXT) {
      problem(line, column, "at most " + MOST_TEXT + " characters", value.length() + " of them");
    }
    return value;
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void problem(int line, String column, String expected, String found) {
    String shown = found.length() > 60 ? found.substring(0, 60) + "..." : found;
    problems.add("line " + line + ", " + column + ": expected " + expected + ", found " + shown);
  }

  private LedgerFormatException refuse(String problem) {
    return new LedgerFormatException(file, List.of(problem));
  }
}
