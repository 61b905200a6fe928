package dev.stint.runtime.tool;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.metric.MetricCompareTool;
import dev.stint.runtime.retrieval.DocumentIndexes;
import dev.stint.runtime.retrieval.FolderLimits;
import java.util.List;

/** The tools that come with Stint. */
public final class BuiltInTools {
  private BuiltInTools() {}

  /**
   * @param http where {@code stint.http.get} may go; {@link HttpAllowList#NOTHING} for nowhere
   */
  public static List<Tool> all(HttpAllowList http) {
    return all(http, EgressGate.PUBLIC_ONLY);
  }

  /**
   * As {@link #all(HttpAllowList)}, through a gate.
   *
   * @param gate what every connection passes
   */
  public static List<Tool> all(HttpAllowList http, EgressGate gate) {
    return List.of(
        new DocumentSearchTool(new DocumentIndexes(FolderLimits.DEFAULT)),
        new DocumentReadTool(FolderLimits.DEFAULT),
        new DocumentSurveyTool(FolderLimits.DEFAULT),
        new CitationsTool(),
        new ReportRenderTool(),
        new PublishTool(),
        new PublishRollbackTool(),
        new MetricCompareTool(),
        new HttpGetTool(http, gate),
        new NoopTool(),
        new TicketTool(),
        new LedgerReconcileTool(),
        new TextRenderTool(),
        new TextReadTool(),
        new TextEditTool(),
        new TableTool(),
        new LedgerAppendTool(),
        new FlakyTool());
  }
}
