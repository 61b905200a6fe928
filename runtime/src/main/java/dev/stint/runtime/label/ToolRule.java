package dev.stint.runtime.label;

import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Integrity;
import java.util.List;
import java.util.Optional;

/**
 * What the platform owner says of one tool.
 *
 * @param clearance what it may be given
 * @param control parameters that decide where an effect goes; those that the tool marks when absent
 * @param needs how far they must be trusted
 * @param contextNeeds how far what leads to a call must be trusted
 * @param brings the label of its answers; that of the data source it is asked about when absent
 */
public record ToolRule(
    Clearance clearance,
    Optional<List<String>> control,
    Integrity needs,
    Integrity contextNeeds,
    Optional<Label> brings) {
  public ToolRule {
    control = control.map(List::copyOf);
  }
}
