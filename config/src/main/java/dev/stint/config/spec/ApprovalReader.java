package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code approval}. */
final class ApprovalReader {
  private static final Duration STANDARD = Duration.ofHours(24);
  private static final int MOST_SHOWN = 20;

  private final ExpressionReader expressions;

  ApprovalReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  Optional<ApprovalSpec> read(Fields step, String id) {
    return step.object("approval", Section.APPROVAL).map(approval -> approval(approval, id));
  }

  private ApprovalSpec approval(Fields approval, String id) {
    if (!approval.has("by")) approval.missing("by", "by: ['user:compliance-lead']");
    List<String> by = Lists.named(approval, "by", Names.PRINCIPAL);
    if (approval.has("by") && approval.texts("by", 100).isEmpty()) {
      approval.refuse("by", "missing", "expected at least one approver", "");
    }
    refuseYesOnExpiry(approval);
    return new ApprovalSpec(
        by,
        approval.flag("fourEyes").orElse(true),
        approval.duration("expires", Duration.ofSeconds(1), Duration.ofDays(365)).orElse(STANDARD),
        shown(approval, id));
  }

  private static void refuseYesOnExpiry(Fields approval) {
    approval
        .text("onExpire")
        .filter(word -> !word.equals("reject"))
        .ifPresent(word ->
            approval.refuse(
                "onExpire",
                "approval_on_expire",
                "expected reject, found \"" + word + "\": silence never counts as yes",
                "remove onExpire; to give people more time raise expires"));
  }

  private List<Expression> shown(Fields approval, String id) {
    List<Expression> shown = new ArrayList<>();
    var texts = approval.texts("show", MOST_SHOWN);
    for (int i = 0; i < texts.size(); i++) {
      expressions
          .bare(
              texts.get(i),
              approval.pointer("show") + "/" + i,
              Expected.ANY,
              new ExpressionUse.Site.Step(id, false))
          .ifPresent(shown::add);
    }
    return shown;
  }
}
