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
 * @param schemas of the tools
 */
public record ActivityPorts(
    RunValues values,
    ToolRegistry tools,
    ModelRegistry models,
    RunRedaction redaction,
    SourceFolders folders,
    Path publishRoot,
    LabelRules labels,
    ToolSchemas schemas) {

  public ActivityPorts(
      RunValues values,
      ToolRegistry tools,
      ModelRegistry models,
      RunRedaction redaction,
      SourceFolders folders,
      Path publishRoot,
      LabelRules labels) {
    this(values, tools, models, redaction, folders, publishRoot, labels, new ToolSchemas());
  }

  /** The same, over other values. */
  public ActivityPorts with(RunValues other) {
    return new ActivityPorts(
        other, tools, models, redaction, folders, publishRoot, labels, schemas);
  }
}
