package dev.stint.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerCsvTest {
  private static final String HEADER = "reference,date,amount,currency,description\n";

  private static List<Entry> read(String text) throws Exception {
    return LedgerCsv.read("bank.csv", new StringReader(text), LedgerColumns.DEFAULT);
  }

  @Test
  void shouldReadQuotedValuesAndKeepTheLine() throws Exception {
    List<Entry> entries = read(HEADER + "A,2026-10-01,-12.50,EUR,\"Rent, October\"\n");
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().description()).isEqualTo("Rent, October");
    assertThat(entries.getFirst().line()).isEqualTo(2);
    assertThat(entries.getFirst().amount()).isEqualByComparingTo("-12.5");
  }

  @Test
  void shouldNameEveryProblemWithItsLine() {
    String text = HEADER + "A,1.10.2026,12,EUR,x\nB,2026-10-01,1e9,EUR,x\n,2026-10-01,1,euro,x\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(LedgerFormatException.class)
        .hasMessageContaining("line 2, date: expected a date such as 2026-05-31, found 1.10.2026")
        .hasMessageContaining("line 3, amount: expected a decimal such as -1250.00, found 1e9")
        .hasMessageContaining("line 4, reference: expected a value, found nothing");
  }

  @Test
  void shouldSayWhichColumnsAreMissing() {
    assertThatThrownBy(() -> read("ref,date\nA,2026-10-01\n"))
        .hasMessageContaining("expected the columns [reference, date, amount, currency,")
        .hasMessageContaining("found [ref, date]");
  }

  @Test
  void shouldRefuseALineWithTooFewValues() {
    assertThatThrownBy(() -> read(HEADER + "A,2026-10-01,5\n"))
        .hasMessageContaining("line 2, currency: expected a value, found no such column");
  }
}
