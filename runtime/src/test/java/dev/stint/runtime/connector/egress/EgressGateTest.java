package dev.stint.runtime.connector.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack A14: a real listener on loopback counts who gets through. */
class EgressGateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  private void serve() {
    while (true) {
      try (Socket socket = listener.accept()) {
        connections.incrementAndGet();
        socket.getInputStream().read();
        socket
            .getOutputStream()
            .write("HTTP/1.1 204 Fine\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException _) {
        return;
      } catch (IOException _) {
        // The next one.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "::1",
        "[::]",
        "::ffff:127.0.0.1",
        "[::ffff:7f00:1]",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "169.254.169.254",
        "fe80::1%lo",
        "fd00:ec2::254",
        "10.0.0.1",
        "100.64.0.1"
      })
  void shouldLetNothingThroughToWhereToolsMustNotGo(String host) {
    assertThatThrownBy(
            () -> EgressGate.PUBLIC_ONLY.connect(host, listener.getLocalPort(), PATIENCE))
        .isInstanceOf(EgressDeniedException.class);
    assertThat(connections).hasValue(0);
  }

  @Test
  void shouldReachWhatTheOwnerListed() throws IOException {
    EgressGate gate = EgressGate.of(List.of("127.0.0.0/8"));

    try (Socket socket = gate.connect("127.0.0.1", listener.getLocalPort(), PATIENCE)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0177.0.0.1", "127.1"})
  void shouldRefuseAmbiguousFormsEvenOfListedAddresses(String host) {
    assertThatThrownBy(() -> EgressGate.of(List.of("127.0.0.0/8")).pin(host))
        .isInstanceOf(EgressDeniedException.class);
  }

  /** DNS rebinding: a public answer to the check, a private one to the connection. */
  @Test
  void shouldConnectToTheAddressThatWasJudged() throws Exception {
    // given
    Queue<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "127.0.0.2"));
    var listed = List.of(AddressRange.parse("127.0.0.1"));
    var gate = new EgressGate(listed, _ -> addresses(answers.remove()));
    var http = new PinnedHttp(gate, PATIENCE, 1000);
    var uri = URI.create("http://rebound.example:" + listener.getLocalPort() + "/");

    // when
    HttpAnswer answer = http.send(HttpCall.get(uri, Map.of()), () -> {});

    // then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answers).as("asked once").containsExactly("127.0.0.2");
  }

  @Test
  void shouldRefuseANameThatHasAPrivateAddressAmongPublicOnes() {
    var gate = new EgressGate(List.of(), _ -> addresses("93.184.215.14", "10.0.0.1"));

    assertThatThrownBy(() -> gate.pin("mixed.example")).isInstanceOf(EgressDeniedException.class);
  }

  @Test
  void shouldJudgeTheSocketsOfLibraries() throws IOException {
    // given
    try (Socket socket = EgressGate.PUBLIC_ONLY.sockets(PATIENCE).createSocket()) {
      // when, then
      var target = new InetSocketAddress("127.0.0.1", listener.getLocalPort());
      assertThatThrownBy(() -> socket.connect(target, 1000))
          .isInstanceOf(EgressDeniedException.class);
    }
    assertThat(connections).hasValue(0);
  }

  @Test
  void shouldAskForThePermitBeforeAnythingLeaves() {
    var http = new PinnedHttp(EgressGate.of(List.of("127.0.0.1")), PATIENCE, 1000);
    var uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");

    assertThatThrownBy(() ->
            http.send(
                HttpCall.get(uri, Map.of()),
                () -> {
                  throw new InterruptedException("fenced");
                }))
        .isInstanceOf(InterruptedException.class);
    assertThat(connections).hasValue(0);
  }

  @Test
  void shouldSayWhenNothingWasSent() {
    var http = new PinnedHttp(EgressGate.of(List.of("127.0.0.1")), PATIENCE, 1000);
    var closed = URI.create("http://127.0.0.1:1/");

    assertThatThrownBy(() -> http.send(HttpCall.get(closed, Map.of()), () -> {}))
        .isInstanceOf(NotSentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "ä"})
  void shouldRefuseHeadersThatBreakTheirLine(String value) {
    var uri = URI.create("http://example.org/");

    assertThatThrownBy(() -> HttpCall.get(uri, Map.of("X-Note", value)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16,10.1.255.7,true",
    "10.1.0.0/16,10.2.0.1,false",
    "10.1.2.128/25,10.1.2.127,false",
    "10.1.2.128/25,10.1.2.200,true",
    "0.0.0.0/0,8.8.8.8,true",
    "fd00::/8,fd12::1,true",
    "fd00::/8,127.0.0.1,false"
  })
  void shouldKnowTheAddressesOfARange(String range, String address, boolean inside)
      throws UnknownHostException {
    assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.0.0/33", "localhost", "10.1", "10.0.0.0/", "010.0.0.1", ""})
  void shouldRefuseRangesThatAreNone(String range) {
    assertThatThrownBy(() -> AddressRange.parse(range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected an address range");
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8,true",
    "127.0.0.1,false",
    "10.1.2.3,false",
    "172.16.0.1,false",
    "192.168.1.1,false",
    "169.254.169.254,false",
    "100.64.0.1,false",
    "0.0.0.0,false",
    "224.0.0.1,false",
    "255.255.255.255,false",
    "::1,false",
    "::ffff:127.0.0.1,false",
    "fc00::1,false",
    "fe80::1,false",
    "2002:7f00:1::,false",
    "64:ff9b::7f00:1,false",
    "2606:4700::1111,true"
  })
  void shouldTellPublicAddresses(String address, boolean isPublic) throws Exception {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
  }

  private static InetAddress[] addresses(String... literals) {
    return java.util.Arrays.stream(literals)
        .map(InetAddress::ofLiteral)
        .toArray(InetAddress[]::new);
  }
}
