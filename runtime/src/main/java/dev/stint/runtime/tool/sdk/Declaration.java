package dev.stint.runtime.tool.sdk;

import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.ToolDescriptor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a tool declares about itself (B3). Starts from the worst: a write that must not be repeated;
 * each call says something better. Immutable.
 */
public final class Declaration<I extends Record, O extends Record> {
  private final Class<I> input;
  private final Class<O> output;
  private final Map<String, Field> arguments;
  private final ToolDescriptor said;

  private Declaration(
      Class<I> input, Class<O> output, Map<String, Field> arguments, ToolDescriptor said) {
    this.input = input;
    this.output = output;
    this.arguments = Map.copyOf(arguments);
    this.said = said;
  }

  /**
   * @param name dotted lower case, beginning with a name of yours: {@code acme.words.count}
   * @param version semantic, e.g. {@code 1.0.0}; a change of input or output is a new one
   * @param description one or two sentences, for people and models
   * @throws IllegalArgumentException when a component of the records has no JSON Schema
   */
  public static <I extends Record, O extends Record> Declaration<I, O> of(
      String name, String version, String description, Class<I> input, Class<O> output) {
    return new Declaration<>(
        input,
        output,
        Map.of(),
        new ToolDescriptor(
            name,
            version,
            description,
            Effect.WRITE,
            false,
            Optional.empty(),
            RecordSchema.of(input, Map.of()),
            RecordSchema.of(output, Map.of()),
            Duration.ofSeconds(30),
            8,
            1L << 20));
  }

  /** It computes, and reaches nothing outside. */
  public Declaration<I, O> computes() {
    return with(Effect.NONE, true);
  }

  /** It reads something outside, and changes nothing. */
  public Declaration<I, O> reads() {
    return with(Effect.READ, true);
  }

  /**
   * It changes something outside, and a repeat with the same idempotency key changes nothing more.
   */
  public Declaration<I, O> writesOnce() {
    return with(Effect.WRITE, true);
  }

  /** {@link TypedTool#fate} can say what became of a call. */
  public Declaration<I, O> queryable() {
    return with(said.effect(), said.idempotent(), true, said.compensation());
  }

  /** Name of the tool that undoes it. */
  public Declaration<I, O> undoneBy(String tool) {
    return with(said.effect(), said.idempotent(), said.queryable(), Optional.of(tool));
  }

  /**
   * What the type does not say of one argument.
   *
   * @throws IllegalArgumentException when the input has no such component
   */
  public Declaration<I, O> argument(String name, Field field) {
    Map<String, Field> more = new LinkedHashMap<>(arguments);
    more.put(name, field);
    ToolDescriptor d = said;
    return new Declaration<>(
        input,
        output,
        more,
        new ToolDescriptor(
            d.name(),
            d.version(),
            d.description(),
            d.effect(),
            d.idempotent(),
            d.queryable(),
            d.compensation(),
            RecordSchema.of(input, more),
            d.outputSchema(),
            d.timeout(),
            d.maxConcurrent(),
            d.maxOutputBytes()));
  }

  /**
   * How much it may take.
   *
   * @param timeout longest a call may take
   * @param concurrent calls in flight on one node
   * @param outputBytes largest output
   */
  public Declaration<I, O> limits(Duration timeout, int concurrent, long outputBytes) {
    ToolDescriptor d = said;
    return new Declaration<>(
        input,
        output,
        arguments,
        new ToolDescriptor(
            d.name(),
            d.version(),
            d.description(),
            d.effect(),
            d.idempotent(),
            d.queryable(),
            d.compensation(),
            d.inputSchema(),
            d.outputSchema(),
            timeout,
            concurrent,
            outputBytes));
  }

  private Declaration<I, O> with(Effect effect, boolean idempotent) {
    return with(effect, idempotent, said.queryable(), said.compensation());
  }

  private Declaration<I, O> with(
      Effect effect, boolean idempotent, boolean queryable, Optional<String> compensation) {
    ToolDescriptor d = said;
    return new Declaration<>(
        input,
        output,
        arguments,
        new ToolDescriptor(
            d.name(),
            d.version(),
            d.description(),
            effect,
            idempotent,
            queryable,
            compensation,
            d.inputSchema(),
            d.outputSchema(),
            d.timeout(),
            d.maxConcurrent(),
            d.maxOutputBytes()));
  }

  Class<I> input() {
    return input;
  }

  ToolDescriptor descriptor() {
    return said;
  }
}
