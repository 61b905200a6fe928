package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"run", "serve", "runs", "audit", "help"})
  void shouldReadOnlyTheCommandThatIsAskedFor(String command) {
    assertThat(Main.commandLine(command, "--help").getSubcommands()).containsOnlyKeys(command);
  }

  @Test
  void shouldKnowEveryCommandWhenNoneOfThemIsAskedFor() {
    var all = Main.commandLine().getSubcommands();

    assertThat(all).hasSizeGreaterThan(20).containsKeys("run", "serve", "audit", "help");
    assertThat(Main.commandLine("--help").getSubcommands()).hasSameSizeAs(all);
    assertThat(Main.commandLine("rnus").getSubcommands()).hasSameSizeAs(all);
  }

  @Test
  void shouldSuggestACommandForASlip() {
    CommandLineRun run = CommandLineRun.exactly("approval");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("Did you mean", "stint approvals");
  }

  @Test
  void shouldExplainEveryCommandThatItLists() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(CommandLineRun.exactly("help", command).out()).contains("stint " + command);
    }
  }
}
