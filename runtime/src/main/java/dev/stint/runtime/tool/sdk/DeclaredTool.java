package dev.stint.runtime.tool.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.util.List;

/** A {@link TypedTool} as the runtime calls it. Thread-safe if the tool is. */
public final class DeclaredTool<I extends Record, O extends Record> implements Tool {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private final TypedTool<I, O> tool;
  private final Class<I> input;
  private final ToolDescriptor descriptor;

  private DeclaredTool(TypedTool<I, O> tool, Declaration<I, O> declaration) {
    this.tool = tool;
    this.input = declaration.input();
    this.descriptor = declaration.descriptor();
  }

  /**
   * @throws IllegalArgumentException naming everything in the declaration that cannot be offered
   */
  public static <I extends Record, O extends Record> DeclaredTool<I, O> of(TypedTool<I, O> tool) {
    DeclaredTool<I, O> declared = new DeclaredTool<>(tool, tool.declaration());
    List<String> problems = DescriptorCheck.problems(declared.descriptor);
    if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("; ", problems));
    return declared;
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return result(tool.call(read(args), context));
  }

  @Override
  public CallFate query(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    return switch (tool.fate(read(args), context)) {
      case Fate.Happened<O> happened -> new CallFate.Happened(result(happened.output()));
      case Fate.DidNotHappen<O> _ -> new CallFate.DidNotHappen();
      case Fate.Unknown<O> unknown -> new CallFate.Unknown(unknown.why());
    };
  }

  private I read(JsonNode args) throws ToolException {
    try {
      return MAPPER.treeToValue(args, input);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause();
      String own = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
      throw ToolException.terminal(
          "tool_arguments_invalid",
          descriptor.name()
              + " does not take these arguments: "
              + (own == null ? "they do not make a " + input.getSimpleName() : own));
    }
  }

  private ToolResult result(O output) throws ToolException {
    if (output == null) {
      throw ToolException.terminal("tool_output_invalid", descriptor.name() + " returned nothing");
    }
    return ToolResult.of(MAPPER.valueToTree(output));
  }
}
