package dev.stint.runtime.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.command.CommandProcess.Ended;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code command.NAME}: a program in a sandbox (B5). No shell reads its arguments. Without a
 * sandbox on the machine it is refused, unless its owner marked it {@code unsandboxed}.
 */
final class CommandTool implements Tool {
  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final int QUOTED = 500;

  private final CommandSettings settings;
  private final Optional<Sandbox> sandbox;
  private final Secrets secrets;
  private final ToolDescriptor descriptor;

  /**
   * @param sandbox what this machine has
   */
  CommandTool(CommandSettings settings, Optional<Sandbox> sandbox, Secrets secrets) {
    this.settings = settings;
    this.sandbox = sandbox;
    this.secrets = secrets;
    CommandLimits limits = settings.confinement().limits();
    this.descriptor =
        new ToolDescriptor(
            settings.name(),
            settings.version(),
            settings.description(),
            settings.effect(),
            settings.idempotent() || settings.effect() != Effect.WRITE,
            Optional.empty(),
            CommandSchemas.input(settings),
            CommandSchemas.output(settings),
            limits.wall().plusSeconds(5),
            settings.concurrent(),
            // Control characters take six bytes each in JSON.
            Math.min(64L << 20, 12L * limits.output() + 65_536));
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    List<String> program = CommandLine.of(settings, args);
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    if (context.dryRun() && settings.effect() == Effect.WRITE) {
      var line = output.put("ran", false).putArray("command");
      program.forEach(line::add);
      return ToolResult.of(output);
    }
    List<String> line = confine().around(program, settings.confinement());
    Map<String, String> environment = environment();
    byte[] input = args.path("stdin").asText("").getBytes(StandardCharsets.UTF_8);
    context.beforeEffect();
    Ended ended = run(line, environment, input);
    output.put("ran", true).put("exitCode", ended.exitCode());
    String stdout = text(ended.out());
    if (settings.json()) output.set("result", parsed(stdout));
    else output.put("stdout", stdout);
    return ToolResult.of(output.put("stderr", text(ended.err())));
  }

  private Sandbox confine() throws ToolException {
    if (settings.unsandboxed()) return new NoSandbox();
    return sandbox.orElseThrow(() ->
        Failures.terminal(
            "sandbox_missing",
            settings.name()
                + " runs in a sandbox only, and this machine has none; install bubblewrap, or let"
                + " the owner of the platform say unsandboxed = true"));
  }

  private Map<String, String> environment() throws ToolException {
    Map<String, String> environment = new HashMap<>(settings.environment());
    for (var entry : settings.secrets().entrySet()) {
      environment.put(entry.getKey(), secrets.value(entry.getValue()));
    }
    environment.putIfAbsent("PATH", PATH);
    environment.putIfAbsent("LANG", "C.UTF-8");
    environment.putIfAbsent("HOME", settings.unsandboxed() ? "/nonexistent" : "/work");
    return environment;
  }

  private Ended run(List<String> line, Map<String, String> environment, byte[] input)
      throws ToolException, InterruptedException {
    Ended ended;
    try {
      ended = CommandProcess.run(line, environment, input, settings.confinement().limits());
    } catch (IOException e) {
      throw Failures.retryable("command_not_started", settings.name() + " could not be started");
    }
    switch (ended.how()) {
      case TIMED_OUT -> throw cutOff("command_timeout", "did not end in time and was killed");
      case TOO_MUCH_OUTPUT ->
          throw cutOff("command_output_too_large", "wrote more than it may and was killed");
      case EXITED -> {
        if (ended.exitCode() > 128) {
          throw cutOff("command_killed", "was ended by signal " + (ended.exitCode() - 128));
        }
        if (ended.exitCode() != 0) {
          throw Failures.terminal(
              "command_failed",
              settings.name() + " ended with " + ended.exitCode() + ": " + quoted(ended.err()));
        }
      }
    }
    return ended;
  }

  /** A program that was stopped in the middle may have done half of what it does. */
  private ToolException cutOff(String code, String what) {
    String message = settings.name() + " " + what;
    return settings.effect() == Effect.WRITE && !settings.idempotent()
        ? new ToolException(Failure.inDoubt(code, message))
        : Failures.terminal(code, message);
  }

  private JsonNode parsed(String stdout) throws ToolException {
    try {
      return Json.parse(stdout);
    } catch (RuntimeException _) {
      throw Failures.terminal(
          "command_output_invalid", settings.name() + " wrote no JSON value to stdout");
    }
  }

  private String text(byte[] bytes) throws ToolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw Failures.terminal(
          "command_output_invalid", settings.name() + " wrote what is no UTF-8 text");
    }
  }

  private static String quoted(byte[] stderr) {
    String text = new String(stderr, StandardCharsets.UTF_8).strip();
    String shown = text.substring(Math.max(0, text.length() - QUOTED));
    return shown.replaceAll("\\p{Cntrl}+", " ");
  }
}
