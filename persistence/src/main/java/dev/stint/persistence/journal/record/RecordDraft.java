package dev.stint.persistence.journal.record;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.text.Timestamps;
import dev.stint.persistence.journal.store.NewRecord;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A record lacking only its epoch and the hash before it, so that the committer thread has little
 * left to do.
 *
 * <p>The keys are written in the order RFC 8785 asks for; a test holds them against {@link
 * CanonicalJson}. Immutable.
 */
public final class RecordDraft {
  private static final HexFormat HEX = HexFormat.of();

  private static final byte[] EPOCH = utf8(",\"epoch\":");

  private final String persistenceId;
  private final long seq;
  private final String writer;
  private final byte[] beforeData;
  private final byte[] data;
  private final byte[] beforePrev;
  private final byte[] afterPrev;
  private final Optional<Object> event;

  private RecordDraft(
      EventFacts facts,
      byte[] beforeData,
      byte[] beforePrev,
      byte[] afterPrev,
      Optional<Object> event) {
    this.event = event;
    this.persistenceId = facts.persistenceId();
    this.seq = facts.seq();
    this.writer = facts.writer();
    this.beforeData = beforeData;
    this.data = facts.data();
    this.beforePrev = beforePrev;
    this.afterPrev = afterPrev;
  }

  /** A draft without the event it was made from. */
  public static RecordDraft of(EventFacts facts) {
    return of(facts, Optional.empty());
  }

  /**
   * @param event what {@code facts} were made from, as reading the record gives it back
   * @throws IllegalArgumentException when a text cannot be written as JSON (a lone surrogate)
   */
  public static RecordDraft of(EventFacts facts, Optional<Object> event) {
    String adapter = facts.adapter().isEmpty() ? "" : "\"adapter\":" + text(facts.adapter()) + ",";
    String at = Timestamps.text(facts.at());
    return new RecordDraft(
        facts,
        utf8("{" + adapter + "\"at\":\"" + at + "\",\"by\":" + text(facts.by()) + ",\"data\":"),
        utf8(",\"pid\":" + text(facts.persistenceId()) + ",\"prev\":\""),
        utf8(
            "\",\"seq\":"
                + facts.seq()
                + ",\"ser\":"
                + facts.serializer()
                + ",\"type\":"
                + text(facts.type())
                + ",\"v\":"
                + RecordFormat.VERSION
                + ",\"writer\":"
                + text(facts.writer())
                + "}"),
        event);
  }

  /** The event itself, for readers in this process. */
  public Optional<Object> event() {
    return event;
  }

  public String persistenceId() {
    return persistenceId;
  }

  public long seq() {
    return seq;
  }

  public String writer() {
    return writer;
  }

  /** About how many bytes the record will take. */
  public int size() {
    return beforeData.length
        + data.length
        + EPOCH.length
        + beforePrev.length
        + afterPrev.length
        + 72;
  }

  /**
   * The finished record.
   *
   * @param epoch how many owners the persistence id has had, this one included
   * @param prev hash of the record before, empty for the first
   */
  public NewRecord seal(long epoch, byte[] prev) {
    byte[] epochText = utf8(Long.toString(epoch));
    byte[] prevText = utf8(HEX.formatHex(prev));
    return RecordFormat.seal(beforeData, data, EPOCH, epochText, beforePrev, prevText, afterPrev);
  }

  private static String text(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
        return CanonicalJson.text(TextNode.valueOf(value));
      }
    }
    return '"' + value + '"';
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
