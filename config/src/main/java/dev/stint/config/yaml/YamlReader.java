package dev.stint.config.yaml;

import dev.stint.config.text.Position;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document (and so JSON) within limits (B6, M2): size, depth, aliases; no tags,
 * no merge keys, no second document. Never throws for bad input. Thread-safe.
 */
public final class YamlReader {
  /** Largest document, in bytes and in code points. */
  public static final int MAX_BYTES = 256 * 1024;

  private YamlReader() {}

  /** Reads UTF-8 bytes; a byte order mark is allowed. */
  public static YamlDocument read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return refused(
          Position.START,
          "too_large",
          "the file has " + bytes.length + " bytes, at most " + MAX_BYTES + " are accepted",
          "move long texts into prompt files or data folders");
    }
    try {
      return parse(Utf8.decode(bytes));
    } catch (Utf8.BrokenUtf8Exception e) {
      return refused(e.at(), "yaml_invalid", e.getMessage(), "save the file as UTF-8");
    }
  }

  private static YamlDocument parse(String text) {
    var settings =
        LoadSettings.builder().setCodePointLimit(MAX_BYTES).setParseComments(false).build();
    try {
      var events = new Parse(settings).parseString(text).iterator();
      return new TreeBuilder(events, text.lines().toList()).document();
    } catch (YamlRefusedException e) {
      return new YamlDocument(Optional.empty(), List.of(e.problem()));
    } catch (MarkedYamlEngineException e) {
      Position at =
          e.getProblemMark().or(e::getContextMark).map(YamlReader::position).orElse(Position.START);
      return refused(at, "yaml_invalid", sentence(e), "check indentation, quotes and brackets");
    } catch (ReaderException e) {
      return refused(
          Position.START,
          "yaml_invalid",
          "the file holds a control character that YAML does not allow: U+"
              + Integer.toHexString(e.getCodePoint()),
          "remove it");
    } catch (YamlEngineException e) {
      return refused(Position.START, "yaml_invalid", "not readable as YAML", "");
    }
  }

  static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String sentence(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    return "not valid YAML: " + context + e.getProblem();
  }

  private static YamlDocument refused(Position at, String code, String message, String hint) {
    return new YamlDocument(Optional.empty(), List.of(new YamlProblem(at, code, message, hint)));
  }
}
