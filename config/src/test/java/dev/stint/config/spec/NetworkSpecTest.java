package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSpecTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, 443, true",
    "EXAMPLE.org, 80, true",
    "sub.example.org, 443, false",
    "a.example.com, 443, true",
    "example.com, 443, false",
    "badexample.com, 443, false",
    "127.0.0.1, 8080, true",
    "127.0.0.1, 8081, false",
  })
  void shouldAllowOnlyListedHosts(String host, int port, boolean allowed) {
    var network = new NetworkSpec(List.of("example.org", "*.example.com", "127.0.0.1:8080"));
    assertThat(network.allows(host, port)).isEqualTo(allowed);
    assertThat(NetworkSpec.DENY.allows(host, port)).isFalse();
  }
}
