package dev.stint.runtime.table;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with named columns; every cell is text. A row with too few or too many cells refuses the
 * file: a figure over a table with a row left out would be wrong.
 *
 * @param rows by column, in the file's order
 */
public record Table(List<String> columns, List<Map<String, String>> rows) {
  private static final int MOST_ROWS = 100_000;
  private static final int MOST_COLUMNS = 200;
  private static final int MOST_CELL = 20_000;

  /**
   * Reads CSV (RFC 4180) with a header line.
   *
   * @param name for messages
   */
  public static Table read(String name, Reader text) throws IOException, TableFormatException {
    var format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<String> columns = List.copyOf(parser.getHeaderNames());
      if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
        throw new TableFormatException(
            name + ": expected a header line with 1 to " + MOST_COLUMNS + " columns");
      }
      List<Map<String, String>> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        if (rows.size() >= MOST_ROWS) {
          throw new TableFormatException(name + ": more than " + MOST_ROWS + " rows");
        }
        rows.add(row(name, parser.getCurrentLineNumber(), columns, record));
      }
      return new Table(columns, rows);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new TableFormatException(name + ": no CSV with one header line: " + e.getMessage());
    }
  }

  private static Map<String, String> row(
      String name, long line, List<String> columns, CSVRecord record) throws TableFormatException {
    if (record.size() != columns.size()) {
      throw new TableFormatException(
          "%s, line %d: expected %d values, found %d"
              .formatted(name, line, columns.size(), record.size()));
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (record.get(i).length() > MOST_CELL) {
        throw new TableFormatException(
            "%s, line %d, %s: more than %d characters"
                .formatted(name, line, columns.get(i), MOST_CELL));
      }
      row.put(columns.get(i), record.get(i));
    }
    return row;
  }

  /** The rows whose cells are exactly those given. */
  public Table where(Map<String, String> cells) throws TableFormatException {
    for (String column : cells.keySet()) known(column);
    return new Table(
        columns,
        rows.stream()
            .filter(row ->
                cells.entrySet().stream().allMatch(c -> row.get(c.getKey()).equals(c.getValue())))
            .toList());
  }

  void known(String column) throws TableFormatException {
    if (!columns.contains(column)) {
      throw new TableFormatException("no column " + column + "; there are " + columns);
    }
  }
}
