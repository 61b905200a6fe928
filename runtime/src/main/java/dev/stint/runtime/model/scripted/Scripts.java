package dev.stint.runtime.model.scripted;

import dev.stint.config.json.Sha256;
import dev.stint.config.spec.ModelScript;
import dev.stint.config.spec.ModelScriptReader;
import dev.stint.config.spec.ModelScriptReader.Result;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Scripts that were read, by the hash of their text; the least used leave. Thread-safe. */
final class Scripts {
  private static final int MOST = 64;

  private final Map<String, ModelScript> read =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ModelScript> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @throws ModelException terminal {@code model_script_invalid}
   */
  synchronized ModelScript read(String path, String text) throws ModelException {
    String hash = Sha256.hex(text);
    ModelScript known = read.get(hash);
    if (known != null) return known;
    switch (ModelScriptReader.read(path, text)) {
      case Result.Ok(ModelScript script) -> {
        read.put(hash, script);
        return script;
      }
      case Result.Invalid(var problems) -> {
        Failure failure = Failure.terminal("model_script_invalid", problems.getFirst().toString());
        throw new ModelException(failure, Optional.empty(), false);
      }
    }
  }
}
