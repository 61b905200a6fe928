package dev.stint.runtime.activity;

import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Path;

/**
 * What activities of a node reach.
 *
 * @param folders finds the folder behind a data source
 * @param publishRoot below it publishing tools may write
 * @param labels what destinations may be given
 */
public record ActivityPorts(
    RunValues values,
    ToolRegistry tools,
    ModelRegistry models,
    RunRedaction redaction,
    SourceFolders folders,
    Path publishRoot,
    LabelRules labels) {

  /** By the built-in rules about labels. */
  public ActivityPorts(
      RunValues values,
      ToolRegistry tools,
      ModelRegistry models,
      RunRedaction redaction,
      SourceFolders folders,
      Path publishRoot) {
    this(values, tools, models, redaction, folders, publishRoot, LabelRules.BUILT_IN);
  }

  /** The same, over other values. */
  public ActivityPorts with(RunValues other) {
    return new ActivityPorts(other, tools, models, redaction, folders, publishRoot, labels);
  }
}
