package dev.stint.persistence.journal.plugin;

import dev.stint.persistence.journal.Journaled;
import dev.stint.persistence.journal.JsonSerializer;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.jdk.javaapi.CollectionConverters;

/** Between Pekko's persistent messages and records. Thread-safe. */
final class EventCodec {
  private static final byte[] BINARY_OPEN = ascii("{\"b64\":\"");
  private static final byte[] BINARY_CLOSE = ascii("\"}");

  private final Serialization serialization;
  private final InstantSource clock;
  private final PayloadCipher cipher;

  EventCodec(ActorSystem system, InstantSource clock, PayloadCipher cipher) {
    this.serialization = SerializationExtension.get(system);
    this.cipher = cipher;
    this.clock = clock;
  }

  /**
   * Serializes one atomic write and seals its payloads, so that the committer need not.
   *
   * @throws RuntimeException when an event cannot be serialized, or carries what records do not
   *     keep
   */
  CommitRequest request(AtomicWrite write) {
    List<RecordDraft> drafts = new ArrayList<>();
    List<Payload> payloads = new ArrayList<>();
    for (PersistentRepr repr : CollectionConverters.asJava(write.payload())) {
      drafts.add(draft(repr));
      if (repr.payload() instanceof Journaled journaled) payloads.addAll(journaled.payloads());
    }
    RecordDraft first = drafts.getFirst();
    PayloadCipher.Sealed sealed = cipher.seal(first.persistenceId(), first.seq(), payloads);
    return new CommitRequest(drafts, sealed.payloads(), sealed.dataKey());
  }

  private RecordDraft draft(PersistentRepr repr) {
    Object event = repr.payload();
    if (event instanceof Tagged) {
      throw new IllegalArgumentException(
          "events of the Stint journal carry no tags; query by slice instead");
    }
    if (repr.metadata().isDefined()) {
      throw new IllegalArgumentException("events of the Stint journal carry no metadata");
    }
    Serializer serializer = serialization.findSerializerFor(event);
    // Only others' serializers may need what Pekko sets up around a call, such as addresses.
    boolean json = serializer instanceof JsonSerializer;
    byte[] bytes = json ? serializer.toBinary(event) : serialization.serialize(event).get();
    return RecordDraft.of(
        new EventFacts(
            repr.persistenceId(),
            repr.sequenceNr(),
            at(repr),
            event instanceof Journaled journaled ? journaled.by() : "",
            json ? bytes : binary(bytes),
            serializer.identifier(),
            Serializers.manifestFor(serializer, event),
            repr.manifest(),
            repr.writerUuid()),
        event instanceof Journaled journaled
            ? Optional.of(journaled.withoutPayloads())
            : Optional.empty());
  }

  private Instant at(PersistentRepr repr) {
    if (repr.payload() instanceof Journaled journaled) return journaled.at();
    return repr.timestamp() > 0 ? Instant.ofEpochMilli(repr.timestamp()) : clock.instant();
  }

  /** The message Pekko replays. */
  PersistentRepr message(RecordedHeader header) {
    return PersistentRepr.apply(
            event(header),
            header.seq(),
            header.persistenceId(),
            header.adapter(),
            false,
            ActorRef.noSender(),
            header.writer())
        .withTimestamp(header.at().toEpochMilli());
  }

  /** The event inside a record. */
  Object event(RecordedHeader header) {
    Serializer serializer =
        serialization.serializerByIdentity().getOrElse(header.serializer(), () -> null);
    boolean json = serializer instanceof JsonSerializer;
    byte[] bytes = json ? header.data() : unwrapped(header.data());
    Object event = serialization.deserialize(bytes, header.serializer(), header.type()).get();
    return serializer instanceof JsonSerializer completing
        ? completing.completed(event, header.at(), header.by())
        : event;
  }

  private static byte[] binary(byte[] bytes) {
    byte[] text = Base64.getEncoder().encode(bytes);
    byte[] json = new byte[BINARY_OPEN.length + text.length + BINARY_CLOSE.length];
    System.arraycopy(BINARY_OPEN, 0, json, 0, BINARY_OPEN.length);
    System.arraycopy(text, 0, json, BINARY_OPEN.length, text.length);
    System.arraycopy(BINARY_CLOSE, 0, json, BINARY_OPEN.length + text.length, BINARY_CLOSE.length);
    return json;
  }

  private static byte[] unwrapped(byte[] json) {
    int length = json.length - BINARY_OPEN.length - BINARY_CLOSE.length;
    var text = new String(json, BINARY_OPEN.length, length, StandardCharsets.US_ASCII);
    return Base64.getDecoder().decode(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
