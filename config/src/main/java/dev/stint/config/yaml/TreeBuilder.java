package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import dev.stint.config.text.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Turns parser events into a tree and refuses what a job file has no use for.
 *
 * <p>An alias may not stand inside an anchored value: so a document can grow at most by the number
 * of aliases allowed, and a bomb is refused at its first nested alias.
 */
final class TreeBuilder {
  private static final int MAX_ALIASES = 20;

  private final Iterator<Event> events;
  private final List<String> lines;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private final List<YamlProblem> problems = new ArrayList<>();
  private int openAnchors;
  private int aliases;

  TreeBuilder(Iterator<Event> events, List<String> lines) {
    this.events = events;
    this.lines = lines;
  }

  YamlDocument document() {
    Event first = skip(Event.ID.StreamStart);
    if (first.getEventId() == Event.ID.StreamEnd) throw empty(first);
    YamlNode root = node(events.next(), 0);
    events.next(); // the end of the document
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw refused(after, "yaml_invalid", "a second document starts here", "keep one job a file");
    }
    return new YamlDocument(Optional.of(root), problems);
  }

  private Event skip(Event.ID id) {
    Event event = events.next();
    return event.getEventId() == id ? events.next() : event;
  }

  private YamlNode node(Event event, int depth) {
    if (depth > Json.MAX_DEPTH) {
      throw refused(
          event, "yaml_forbidden", "nested deeper than " + Json.MAX_DEPTH + " levels", "");
    }
    if (event instanceof AliasEvent alias) return alias(alias);
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) openAnchors++;
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent list -> list(list, depth);
          case MappingStartEvent map -> map(map, depth);
          default -> throw refused(event, "yaml_invalid", "not a value", "");
        };
    if (anchor.isPresent()) {
      openAnchors--;
      anchors.put(anchor.get(), node);
    }
    return node;
  }

  private YamlNode alias(AliasEvent alias) {
    if (++aliases > MAX_ALIASES) {
      throw refused(
          alias, "yaml_forbidden", "more than " + MAX_ALIASES + " aliases", "write it out");
    }
    if (openAnchors > 0) {
      throw refused(alias, "yaml_forbidden", "an alias inside an anchored value", "write it out");
    }
    YamlNode target = anchors.get(alias.getAlias());
    if (target == null) {
      throw refused(alias, "yaml_invalid", "unknown anchor \"" + alias.getAlias() + "\"", "");
    }
    return target;
  }

  private YamlScalar scalar(ScalarEvent scalar) {
    refuseTag(scalar, scalar.getTag());
    Position at = at(scalar);
    String text = scalar.getValue();
    if (!Json.isWellFormed(text)) {
      throw refused(scalar, "yaml_invalid", "half of a surrogate pair stands alone", "");
    }
    var value =
        scalar.isPlain() ? PlainScalar.resolve(text) : JsonNodeFactory.instance.textNode(text);
    boolean oneLine = scalar.getEndMark().orElseThrow().getLine() + 1 == at.line();
    var style =
        scalar.getScalarStyle() == ScalarStyle.LITERAL
            ? ScalarPlaces.Style.LITERAL
            : oneLine ? ScalarPlaces.Style.INLINE : ScalarPlaces.Style.OTHER;
    return new YamlScalar(at, text, value, new ScalarPlaces(at, text, lines, style));
  }

  private YamlList list(SequenceStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new YamlList(at(start), items);
  }

  private YamlMap map(MappingStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    Map<String, Position> seen = new HashMap<>();
    List<YamlMap.Entry> entries = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      String key = key(event);
      YamlNode value = node(events.next(), depth + 1);
      Position first = seen.putIfAbsent(key, at(event));
      if (first == null) {
        entries.add(new YamlMap.Entry(at(event), key, value));
      } else {
        problems.add(
            new YamlProblem(
                at(event),
                "duplicate_key",
                "duplicate key \"" + key + "\", first given at " + first,
                "keep one of the two"));
      }
    }
    return new YamlMap(at(start), entries);
  }

  private String key(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw refused(event, "yaml_forbidden", "a key must be plain text", "");
    }
    refuseTag(scalar, scalar.getTag());
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw refused(
          event, "yaml_forbidden", "merge keys (<<) are not part of YAML 1.2", "write it out");
    }
    if (!Json.isWellFormed(scalar.getValue())) {
      throw refused(event, "yaml_invalid", "half of a surrogate pair stands alone", "");
    }
    return scalar.getValue();
  }

  private void refuseTag(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      throw refused(event, "yaml_forbidden", "tags are not accepted", "remove the \"!\" tag");
    }
  }

  private static YamlRefusedException empty(Event event) {
    return refused(event, "yaml_invalid", "the file is empty", "start with: apiVersion: stint/v1");
  }

  private static YamlRefusedException refused(
      Event event, String code, String message, String hint) {
    return new YamlRefusedException(new YamlProblem(at(event), code, message, hint));
  }

  private static Position at(Event event) {
    return event.getStartMark().map(YamlReader::position).orElse(Position.START);
  }
}
