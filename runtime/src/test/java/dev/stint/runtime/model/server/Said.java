package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What the model says, before a protocol puts it into its form.
 *
 * @param usage input, cached, output, reasoning; absent when the server does not say
 */
record Said(String model, String text, List<Call> calls, Why why, Optional<long[]> usage) {
  record Call(String name, JsonNode arguments) {}

  enum Why {
    STOP,
    LENGTH,
    FILTER
  }

  Said with(Why other) {
    return new Said(model, text, calls, other, usage);
  }

  Said with(Optional<long[]> other) {
    return new Said(model, text, calls, why, other);
  }
}
