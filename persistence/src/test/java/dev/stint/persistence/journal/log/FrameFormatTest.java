package dev.stint.persistence.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of a frame are for ever: another layout would be another format of the folder. */
class FrameFormatTest {
  private static final String FRAME =
      // magic, checksum of the header, bytes of the body and behind it, commit, records, checksum
      "9e53744c"
          + "3239cfe6"
          + "0000003f"
          + "00000010"
          + "0000000000000029"
          + "00000002"
          + "f06f91aa"
          // persistence id, first seq, two records, one payload, six bytes of a key
          + "00027231"
          + "0000000000000007"
          + "00000002"
          + "00000001"
          + "00000006"
          // commitment, ten bytes
          + "00026161"
          + "0000000a"
          // two records with their commit numbers
          + "00000003"
          + "0000000000000029"
          + "010203"
          + "00000004"
          + "000000000000002a"
          + "04050607"
          // the payload and the key behind their checksums
          + "5df8914e"
          + "60616263"
          + "6465"
          + "14c76fa6"
          + "0809";

  private static FrameWriter.Written frame() {
    var records =
        List.of(
            new NewRecord(new byte[] {1, 2, 3}, new byte[32]),
            new NewRecord(new byte[] {4, 5, 6, 7}, new byte[32]));
    var payload = new Payload("aa", "`abcde".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var append =
        new Append(
            "r1", 7, new byte[32], records, List.of(payload), Optional.of(new byte[] {8, 9}));
    return new FrameWriter().write(List.of(new AppendPlan.Placed(append, 41)), 1000);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Test
  void shouldWriteTheseBytes() {
    assertThat(HexFormat.of().formatHex(bytes(frame().frame()))).isEqualTo(FRAME);
  }

  @Test
  void shouldSayWhereEverythingStands() {
    LoggedAppend append = frame().appends().getFirst();
    ByteBuffer bytes = ByteBuffer.wrap(bytes(frame().frame()));

    Place second = append.records().get(1);
    assertThat(second.length()).isEqualTo(16);
    assertThat(bytes.get((int) second.end() - 1000 - 1)).isEqualTo((byte) 7);
    Place payload = append.payloads().getFirst().place();
    assertThat(bytes.get((int) payload.position() - 1000 + 4)).isEqualTo((byte) '`');
    Place key = append.dataKey().orElseThrow().place();
    assertThat(key.end() - 1000).isEqualTo(bytes.limit());
  }

  @Test
  void shouldReadBackWhatWasWritten() {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(frame().frame()));
    FrameHeader header = FrameHeader.read(bytes, 0).orElseThrow();

    var read = new Frame(header, 1000, bytes.slice(FrameHeader.BYTES, header.body()));

    assertThat(read.bodyHolds()).isTrue();
    Frame.Part part = read.parts().orElseThrow().getFirst();
    assertThat(part.persistenceId()).isEqualTo("r1");
    assertThat(part.records()).extracting("offset").containsExactly(41L, 42L);
    assertThat(part.records()).extracting("seq").containsExactly(7L, 8L);
    LoggedAppend written = frame().appends().getFirst();
    assertThat(part.places()).isEqualTo(written.records());
    assertThat(part.payloads()).isEqualTo(written.payloads());
    assertThat(part.dataKey()).isEqualTo(written.dataKey().map(LoggedAppend.LoggedKey::place));
  }

  @Test
  void shouldTellAHeaderWithAFlippedBit() {
    byte[] whole = bytes(frame().frame());
    for (int bit = 0; bit < FrameHeader.BYTES * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(FrameHeader.read(ByteBuffer.wrap(flipped), 0)).as("bit %d", bit).isEmpty();
    }
  }
}
