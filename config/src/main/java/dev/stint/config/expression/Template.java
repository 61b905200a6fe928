package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JSON tree whose text leaves may hold expressions. A leaf that is exactly one expression keeps
 * the expression's type; in longer text the value is written into the text. Immutable.
 */
public sealed interface Template {
  /** A value without expressions. */
  record Fixed(JsonNode value) implements Template {}

  /** Exactly one expression. */
  record Whole(Expression expression) implements Template {}

  /** Text with expressions in it. */
  record Mixed(List<Part> parts) implements Template {
    public Mixed {
      parts = List.copyOf(parts);
    }
  }

  /** A list of templates. */
  record Items(List<Template> items) implements Template {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Named templates, in the order of their names. */
  record Members(Map<String, Template> members) implements Template {
    public Members {
      members = Collections.unmodifiableMap(new TreeMap<>(members));
    }
  }

  /** A piece of a {@link Mixed} text. */
  sealed interface Part {
    /** Text that stands for itself. */
    record Text(String text) implements Part {}

    /** An expression whose value is written here. */
    record Value(Expression expression) implements Part {}
  }

  /** Nothing at all: an empty object. */
  Template EMPTY = new Members(Map.of());

  /** Every expression of the tree. */
  default Stream<Expression> expressions() {
    return switch (this) {
      case Fixed fixed -> Stream.empty();
      case Whole whole -> Stream.of(whole.expression());
      case Mixed mixed ->
          mixed.parts().stream()
              .flatMap(part ->
                  switch (part) {
                    case Part.Text text -> Stream.empty();
                    case Part.Value value -> Stream.of(value.expression());
                  });
      case Items items -> items.items().stream().flatMap(Template::expressions);
      case Members members -> members.members().values().stream().flatMap(Template::expressions);
    };
  }
}
