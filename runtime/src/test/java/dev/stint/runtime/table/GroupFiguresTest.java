package dev.stint.runtime.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.runtime.table.GroupFigures.Function;
import dev.stint.runtime.table.GroupFigures.Measure;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFiguresTest {
  private static final String CSV = "who,n\na,1\nb,0.1\na,2\nb,0.2\nb,\n";

  private static Table table(String csv) throws Exception {
    return Table.read("t.csv", new StringReader(csv));
  }

  @Test
  void shouldSumExactlyAndLeaveEmptyCellsOut() throws Exception {
    var measures =
        List.of(
            new Measure(Function.SUM, "n", "sum"),
            new Measure(Function.MEAN, "n", "mean"),
            new Measure(Function.COUNT, "n", "numbers"),
            new Measure(Function.COUNT, "", "rows"));
    assertThat(GroupFigures.of(table(CSV), "who", measures).get("b"))
        .containsEntry("sum", new BigDecimal("0.3"))
        .containsEntry("mean", new BigDecimal("0.15"))
        .containsEntry("numbers", new BigDecimal("2"))
        .containsEntry("rows", new BigDecimal("3"));
  }

  @Test
  void shouldTakeAllRowsForOneGroupWithoutAColumn() throws Exception {
    var figures = GroupFigures.of(table(CSV), "", List.of(new Measure(Function.MAX, "n", "most")));
    assertThat(figures.get("").get("most")).isEqualByComparingTo("2");
  }

  @Test
  void shouldGiveOneEmptyGroupOfATableWithoutRows() throws Exception {
    var figures = GroupFigures.of(table("n\n"), "", List.of(new Measure(Function.COUNT, "", "c")));
    assertThat(figures.get("").get("c")).isEqualByComparingTo("0");
  }

  @Test
  void shouldRefuseWhatIsNoNumberAndColumnsThatAreNotThere() {
    assertThatThrownBy(() ->
            GroupFigures.of(table("n\n1e9\n"), "", List.of(new Measure(Function.SUM, "n", "sum"))))
        .hasMessage("n: expected a number, found 1e9");
    assertThatThrownBy(() -> GroupFigures.of(table(CSV), "when", List.of()))
        .hasMessage("no column when; there are [who, n]");
  }

  @Test
  void shouldRefuseARowOfAnotherLength() {
    assertThatThrownBy(() -> table("a,b\n1,2\n3\n"))
        .hasMessage("t.csv, line 3: expected 2 values, found 1");
  }
}
