package dev.stint.persistence.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.DomainEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stored events stay readable for ever: {@code golden/events-v1.txt} holds one line a name, written
 * once by the version that released it. A line is never changed; a new event adds one.
 */
class GoldenEventTest {
  static List<DomainEvent> samples() {
    return EventSamples.all();
  }

  private static List<String> golden() {
    try (var in = GoldenEventTest.class.getResourceAsStream("/golden/events-v1.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(DomainEvent event) {
    String json = new String(EventCodec.write(event), StandardCharsets.UTF_8);
    return EventNames.of(event) + " " + json;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldRoundTripEveryEvent(DomainEvent event) {
    assertThat(EventCodec.read(EventNames.of(event), EventCodec.write(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldWriteCanonicalJson(DomainEvent event) {
    String json = new String(EventCodec.write(event), StandardCharsets.UTF_8);
    assertThat(json).isEqualTo(CanonicalJson.text(Json.parse(json)));
  }

  @Test
  void shouldWriteTheBytesThatWereReleased() {
    assertThat(samples().stream().map(GoldenEventTest::line).toList())
        .containsExactlyElementsOf(golden());
  }

  @Test
  void shouldReadEveryEventShapeEverPublished() {
    for (String line : golden()) {
      String[] parts = line.split(" ", 2);
      DomainEvent event = EventCodec.read(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));
      assertThat(line(event)).isEqualTo(line);
    }
  }

  @Test
  void shouldNameAndSampleEveryPermittedEvent() {
    Set<Class<?>> permitted = leaves(DomainEvent.class).collect(Collectors.toSet());
    Set<Class<?>> sampled = samples().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(sampled).isEqualTo(permitted);
    assertThat(samples()).allSatisfy(event -> assertThat(EventNames.of(event)).isNotBlank());
  }

  @Test
  void shouldSayWhatToDoAboutAnEventFromTheFuture() {
    assertThatThrownBy(() -> EventCodec.read("run.teleported", new byte[0]))
        .hasMessageContaining("newer version of Stint");
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(GoldenEventTest::leaves)
        : Stream.of(type);
  }
}
