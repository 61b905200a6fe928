package dev.stint.runtime.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures over the rows of each group. Sums are exact; a mean has 16 digits. A cell that is no
 * number refuses the figure, an empty cell does not count.
 */
public final class GroupFigures {
  /** How rows become one figure. */
  public enum Function {
    COUNT,
    SUM,
    MEAN,
    MIN,
    MAX
  }

  /**
   * @param column empty for {@link Function#COUNT} of rows
   * @param as name of the figure
   */
  public record Measure(Function function, String column, String as) {}

  private GroupFigures() {}

  /** One entry for each group, by its name; without a group column there is one, called "". */
  public static Map<String, Map<String, BigDecimal>> of(
      Table table, String groupBy, List<Measure> measures) throws TableFormatException {
    if (!groupBy.isEmpty()) table.known(groupBy);
    Map<String, List<Map<String, String>>> groups = new TreeMap<>();
    if (groupBy.isEmpty()) groups.put("", new ArrayList<>());
    for (var row : table.rows()) {
      String group = groupBy.isEmpty() ? "" : row.get(groupBy);
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(row);
    }
    Map<String, Map<String, BigDecimal>> figures = new LinkedHashMap<>();
    for (var group : groups.entrySet()) {
      Map<String, BigDecimal> own = new LinkedHashMap<>();
      for (Measure measure : measures)
        own.put(measure.as(), figure(table, measure, group.getValue()));
      figures.put(group.getKey(), own);
    }
    return figures;
  }

  private static BigDecimal figure(Table table, Measure measure, List<Map<String, String>> rows)
      throws TableFormatException {
    if (measure.column().isEmpty()) {
      if (measure.function() == Function.COUNT) return BigDecimal.valueOf(rows.size());
      throw new TableFormatException(measure.as() + ": expected a column");
    }
    table.known(measure.column());
    List<BigDecimal> numbers = new ArrayList<>();
    for (var row : rows) {
      String cell = row.get(measure.column());
      if (!cell.isBlank()) numbers.add(number(measure.column(), cell));
    }
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (measure.function()) {
      case COUNT -> BigDecimal.valueOf(numbers.size());
      case SUM -> sum;
      case MEAN ->
          numbers.isEmpty()
              ? BigDecimal.ZERO
              : sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
      case MIN -> numbers.stream().min(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
      case MAX -> numbers.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
    };
  }

  private static BigDecimal number(String column, String cell) throws TableFormatException {
    if (!cell.matches("-?\\d{1,15}(\\.\\d{1,9})?")) {
      throw new TableFormatException(column + ": expected a number, found " + shown(cell));
    }
    return new BigDecimal(cell);
  }

  private static String shown(String cell) {
    return cell.length() > 40 ? cell.substring(0, 40) + "..." : cell;
  }
}
