package dev.stint.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
  @TempDir Path data;

  @Test
  void shouldKeepTheOwnersTokenWhereOnlyItsUserReadsIt() throws IOException {
    AccessTokens tokens = AccessTokens.open(data);
    String token = Files.readString(data.resolve("token")).strip();
    assertThat(token).startsWith("stint_").hasSizeGreaterThan(43);
    assertThat(mode("token")).isEqualTo("rw-------");
    assertThat(tokens.caller(token).orElseThrow().identity()).isEqualTo("user:owner");
    assertThat(AccessTokens.open(data).caller(token)).isPresent();
    assertThat(tokens.caller(token + "x")).isEmpty();
    assertThat(tokens.caller("")).isEmpty();
  }

  @Test
  void shouldKeepOnlyHashesOfTheTokensItGives() throws IOException {
    AccessTokens tokens = AccessTokens.open(data);
    String token = tokens.create("ann", List.of("approver"), List.of("legal"));
    assertThat(Files.readString(data.resolve("tokens.json"))).contains("ann").doesNotContain(token);
    assertThat(mode("tokens.json")).isEqualTo("rw-------");
    Caller ann = tokens.caller(token).orElseThrow();
    assertThat(ann.groups()).containsExactly("group:legal");
    assertThat(ann.may(Permission.DECIDE)).isTrue();
    assertThat(ann.may(Permission.SUBMIT)).isFalse();
  }

  @Test
  void shouldNoticeTokensGivenAndRevokedByAnotherProcess() throws IOException {
    AccessTokens server = AccessTokens.open(data);
    AccessTokens elsewhere = AccessTokens.open(data);
    for (int i = 0; i < 20; i++) {
      String token = elsewhere.create("bob", List.of("auditor"), List.of());
      assertThat(server.caller(token)).isPresent();
      assertThat(elsewhere.revoke("bob")).isTrue();
      assertThat(server.caller(token)).isEmpty();
    }
  }

  @Test
  void shouldLetNobodyInThroughAFileItCannotRead() throws IOException {
    AccessTokens tokens = AccessTokens.open(data);
    String token = tokens.create("eve", List.of("operator"), List.of());
    Path file = data.resolve("tokens.json");
    String good = Files.readString(file);
    for (String bad :
        List.of("{", "[{}]", good.replace("operator", "emperor"), good.replace("20", "x"))) {
      Files.writeString(file, bad);
      assertThat(AccessTokens.open(data).caller(token)).as(bad).isEmpty();
    }
  }

  @Test
  void shouldRefuseNamesAndRolesThatCannotBe() throws IOException {
    AccessTokens tokens = AccessTokens.open(data);
    for (String name : List.of("", "owner", "a b", "../x", "a\nb")) {
      assertThatThrownBy(() -> tokens.create(name, List.of("auditor"), List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> tokens.create("ok", List.of("king"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }
}
