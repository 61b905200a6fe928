package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads {@code model}. */
final class ModelReader {
  private static final int MOST_OUTPUT = 1_000_000;

  private ModelReader() {}

  static ModelSpec read(Fields job) {
    return job.object("model", Section.MODEL).map(ModelReader::model).orElse(ModelSpec.DEFAULT);
  }

  private static ModelSpec model(Fields model) {
    var standard = ModelSpec.DEFAULT;
    var texts = model.texts("fallback", 5);
    List<String> fallback =
        IntStream.range(0, texts.size())
            .mapToObj(i ->
                Names.MODEL.check(
                    texts.get(i), model.pointer("fallback") + "/" + i, model.problems()))
            .flatMap(Optional::stream)
            .toList();
    return new ModelSpec(
        Names.MODEL.check(model, "use").orElse(standard.use()),
        model.number("temperature", 0, 2).orElse(standard.temperature()),
        (int) model.integer("maxOutputTokens", 1, MOST_OUTPUT).orElse(standard.maxOutputTokens()),
        fallback,
        model.flag("cache").orElse(standard.cache()));
  }
}
