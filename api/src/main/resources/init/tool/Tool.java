package my;

import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.sdk.Declaration;
import dev.stint.runtime.tool.sdk.Field;
import dev.stint.runtime.tool.sdk.TypedTool;
import java.util.List;
import java.util.Optional;

/** Counts the words of a text. Change it into what you need. */
public final class CLASS implements TypedTool<CLASS.In, CLASS.Out> {
  /** The arguments. Everything but an Optional must be given. */
  public record In(String text, Optional<Integer> longest) {}

  /** The output, as later steps see it: ${{ steps.ID.words }}. */
  public record Out(int words, List<String> longest) {}

  @Override
  public Declaration<In, Out> declaration() {
    return Declaration.of("my.NAME", "1.0.0", "Counts the words of a text", In.class, Out.class)
        .argument("text", Field.described("the text").length(0, 100_000))
        .argument("longest", Field.described("how many of the longest words").range(0, 20))
        .computes(); // or reads(), writesOnce(); without a word it is a write that is never repeated
  }

  @Override
  public Out call(In in, ToolContext context) throws ToolException {
    // Before anything leaves this process: context.beforeEffect();
    List<String> words = in.text().isBlank() ? List.of() : List.of(in.text().strip().split("\\s+"));
    List<String> longest =
        words.stream()
            .distinct()
            .sorted((a, b) -> b.length() - a.length())
            .limit(in.longest().orElse(3))
            .toList();
    return new Out(words.size(), longest);
  }
}
