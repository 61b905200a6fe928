package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * Decides approvals where a run is followed: as a given identity, or by asking the person there.
 */
final class ApprovalPrompt {
  private final ApiClient api;
  private final Terminal terminal;
  private final Optional<String> as;

  ApprovalPrompt(ApiClient api, Terminal terminal, String as) {
    this.api = api;
    this.terminal = terminal;
    this.as = Optional.ofNullable(as);
  }

  boolean decide(String id) {
    if (as.isEmpty() && !Terminal.interactive()) return false;
    ApiClient.Answer approval = api.fetch("/v1/approvals/" + id);
    if (as.isEmpty()) {
      ApprovalText.print(terminal, approval.body());
      Optional<Choice> choice = ask();
      return choice.isPresent() && send(id, approval, choice.get());
    }
    return send(id, approval, new Choice(as.get(), true, "approved by --approve-as"));
  }

  private record Choice(String as, boolean approve, String comment) {}

  private Optional<Choice> ask() {
    var console = System.console();
    String answer = console.readLine("Approve exactly this? [y]es, [n]o, [l]eave waiting: ");
    if (answer == null
        || answer.isBlank()
        || answer.toLowerCase(java.util.Locale.ROOT).startsWith("l")) {
      return Optional.empty();
    }
    boolean approve = answer.toLowerCase(java.util.Locale.ROOT).startsWith("y");
    String name = console.readLine("Decide as (name, not the submitter): ");
    if (name == null || name.isBlank()) return Optional.empty();
    String comment = console.readLine("Comment: ");
    return Optional.of(new Choice(name.strip(), approve, comment == null ? "" : comment));
  }

  private boolean send(String id, ApiClient.Answer approval, Choice choice) {
    JsonNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("decision", choice.approve() ? "approve" : "reject")
            .put("comment", choice.comment());
    try {
      api.post(
          "/v1/approvals/" + id + "/decision",
          body,
          Map.of("If-Match", "\"" + approval.etag().orElse("") + "\"", "Stint-As", choice.as()));
      return true;
    } catch (CliException e) {
      terminal.clearStatus();
      terminal.progress("the decision was refused: " + e.getMessage());
      return false;
    }
  }
}
