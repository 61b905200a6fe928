package dev.stint.persistence.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesFormatTest {
  private static final List<FramePlace> PLACES =
      List.of(
          new FramePlace(1, 61, 400),
          new FramePlace(1, 461, 12),
          new FramePlace(70_000, 0, 8_000_000),
          new FramePlace(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));

  /** Stored for years: these bytes never change. */
  private static final String BYTES =
      "8382f7bf013d900300cd030cefa2040080a4e8038fddfbffffffffff7fffffffff07ffffffff07";

  @Test
  void shouldWriteTheBytesItHasAlwaysWritten() {
    assertThat(HexFormat.of().formatHex(PlacesFormat.write(PLACES))).isEqualTo(BYTES);
  }

  @Test
  void shouldReadWhatWasWritten() {
    assertThat(PlacesFormat.read(HexFormat.of().parseHex(BYTES))).hasValue(PLACES);
  }

  @Test
  void shouldNoticeEveryChangedBitAndEveryCut() {
    byte[] written = PlacesFormat.write(PLACES);
    for (int bit = 0; bit < 8 * written.length; bit++) {
      byte[] changed = written.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(PlacesFormat.read(changed)).as("bit %d", bit).isEmpty();
    }
    for (int length = 0; length < written.length; length++) {
      assertThat(PlacesFormat.read(Arrays.copyOf(written, length)))
          .as("%d bytes", length)
          .isEmpty();
    }
  }
}
