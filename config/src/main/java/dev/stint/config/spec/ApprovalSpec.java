package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.List;

/**
 * Who must say yes, and to what (F5). When nobody decides in time the answer is no.
 *
 * @param by users and groups, e.g. {@code user:compliance-lead}
 * @param fourEyes the one who started the run cannot decide
 * @param expires how long the request stays open
 * @param show values the approver sees beside the exact action
 */
public record ApprovalSpec(
    List<String> by, boolean fourEyes, Duration expires, List<Expression> show) {
  public ApprovalSpec {
    by = List.copyOf(by);
    show = List.copyOf(show);
  }
}
