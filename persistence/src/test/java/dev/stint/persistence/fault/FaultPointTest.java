package dev.stint.persistence.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class FaultPointTest {
  private static final int SIGKILLED = 128 + 9;

  /** Comes to two points again and again, and says how far it got. */
  static final class Walker {
    private Walker() {}

    public static void main(String[] args) {
      for (int round = 1; round <= 4; round++) {
        System.out.println("round " + round);
        FaultPoint.BEFORE_SEND.reached();
        FaultPoint.AFTER_SEND.reached();
      }
    }
  }

  private record End(int code, String output) {}

  private static End walk(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Walker.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new End(process.waitFor(), output);
  }

  @Test
  void shouldDieByItselfWhenThePointIsReachedForTheNthTime() throws Exception {
    End end = walk("-Dstint.fault=after_send:3");

    assertThat(end.code()).isEqualTo(SIGKILLED);
    assertThat(end.output()).contains("round 3", "fault point after_send reached");
    assertThat(end.output()).doesNotContain("round 4");
  }

  @Test
  void shouldDoNothingWithoutTheProperty() throws Exception {
    End end = walk();

    assertThat(end.code()).isZero();
    assertThat(end.output()).contains("round 4").doesNotContain("fault point");
  }
}
