package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One command in this process, as a user without a terminal sees it. */
record CommandLineRun(int exit, String out, String err) {
  static CommandLineRun of(Path data, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", data.toString()));
    return exactly(all.toArray(String[]::new));
  }

  /** Without a data folder. */
  static CommandLineRun exactly(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var stdout = new ByteArrayOutputStream();
    var stderr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(stdout, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
      int exit = Main.execute(args);
      return new CommandLineRun(
          exit, stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  JsonNode json() {
    return Json.parse(out);
  }
}
