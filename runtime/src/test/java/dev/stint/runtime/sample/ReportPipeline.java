package dev.stint.runtime.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.stint.config.json.Json;
import dev.stint.runtime.citation.CitationCheck;
import dev.stint.runtime.citation.CitationProblem;
import dev.stint.runtime.citation.ReportSection;
import dev.stint.runtime.citation.RetrievedChunks;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.PromptTemplate;
import dev.stint.runtime.model.extractive.ExtractiveProvider;
import dev.stint.runtime.redaction.PeopleDirectory;
import dev.stint.runtime.redaction.Redaction;
import dev.stint.runtime.redaction.RedactionRules;
import dev.stint.runtime.redaction.Redactor;
import dev.stint.runtime.tool.BuiltInTools;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.HttpAllowList;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolRegistry;
import dev.stint.runtime.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of the monthly compliance report, wired by hand in the shapes of its job file. */
final class ReportPipeline {
  static final List<String[]> TOPICS =
      List.of(
          new String[] {
            "Records and data retention", "records retention retained disposal records management"
          },
          new String[] {
            "Access control and accounts", "access control accounts passwords authentication"
          },
          new String[] {"Incident response", "incident response plan security incidents report"},
          new String[] {
            "Vendors and procurement", "vendor procurement contract purchase acquisition"
          },
          new String[] {
            "Privacy and personal information", "privacy personal information sensitive data PII"
          },
          new String[] {"Logging, monitoring and audit", "audit logs logging monitoring events"});

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path sample;
  private final FolderToolContext context;
  private final ToolRegistry tools = new ToolRegistry(BuiltInTools.all(HttpAllowList.NOTHING));
  private final ExtractiveProvider model = new ExtractiveProvider();
  private final Redactor redactor;
  private final Map<String, Long> redactions = new TreeMap<>();
  private final Map<String, Long> tokens = new TreeMap<>(Map.of("retrieve", 0L, "generate", 0L));

  ReportPipeline(Path sample, Path sources, Path publishRoot) throws Exception {
    this.sample = sample;
    this.context =
        new FolderToolContext(publishRoot, Map.of("policies", sources), "run/publish", false);
    var people = PeopleDirectory.parse(Files.readString(sample.resolve("people.txt")));
    this.redactor = new Redactor(RedactionRules.strict(people), new byte[32]);
  }

  /** What a run leaves. */
  record Outcome(
      ArrayNode retrieved,
      JsonNode draft,
      List<CitationProblem> problems,
      JsonNode report,
      JsonNode receipt,
      Map<String, Long> tokens,
      Map<String, Long> redactions) {}

  Outcome run() throws Exception {
    ArrayNode retrieved = JSON.arrayNode();
    for (String[] topic : TOPICS) retrieved.add(retrieve(topic[0], topic[1]));
    ArrayNode sections = JSON.arrayNode();
    for (JsonNode search : retrieved) {
      if (search.path("sufficient").booleanValue()) sections.add(summarize(search));
    }
    ObjectNode citing = JSON.objectNode();
    citing.set("sections", sections);
    citing.set("retrieved", retrieved);
    JsonNode citations = tool("stint.citations@^1", citing).output().get("citations");
    JsonNode draft =
        prompt(
            "draft",
            Map.of("period", TextNode.valueOf("2026-05")),
            List.of(
                new DataBlock("period", TextNode.valueOf("2026-05")),
                new DataBlock("sections", sections)),
            2500);
    var problems =
        CitationCheck.check(
            ReportSection.fromJson(draft.get("sections")), RetrievedChunks.fromJson(retrieved), 2);
    JsonNode report = render(retrieved, citations, draft);
    ObjectNode publishing = JSON.objectNode().put("dest", "knowledge_base");
    publishing.put("name", "monthly-compliance-report-2026-05").set("report", report);
    JsonNode receipt = tool("stint.publish@^1", publishing).output();
    return new Outcome(retrieved, draft, problems, report, receipt, tokens, redactions);
  }

  private JsonNode retrieve(String title, String query) throws Exception {
    ObjectNode args = JSON.objectNode().put("source", "policies").put("title", title);
    args.put("query", query).put("limit", 6).put("minSources", 2).put("maxTokens", 560);
    ToolResult result = tool("stint.documents.search@^1", args);
    tokens.merge("retrieve", result.tokens(), Long::sum);
    return result.output();
  }

  private JsonNode summarize(JsonNode search) throws Exception {
    ArrayNode passages = JSON.arrayNode();
    for (JsonNode chunk : search.get("chunks")) {
      ObjectNode passage = passages.addObject();
      for (String name : List.of("id", "source", "text")) passage.set(name, chunk.get(name));
    }
    return prompt(
        "summarize",
        Map.of("style", TextNode.valueOf("formal")),
        List.of(
            new DataBlock("topic", search.get("title")),
            new DataBlock("query", search.get("query")),
            new DataBlock("chunks", passages)),
        600);
  }

  private JsonNode prompt(
      String name, Map<String, JsonNode> params, List<DataBlock> data, int maxTokens)
      throws Exception {
    Path file = sample.resolve("prompts/" + name + ".md");
    String schema = name.equals("summarize") ? "section" : name;
    String instructions = PromptTemplate.compile(name, Files.readString(file)).render(params);
    JsonNode output = Json.parse(Files.readString(sample.resolve("schemas/" + schema + ".json")));
    List<DataBlock> clean = new java.util.ArrayList<>();
    for (DataBlock block : data) clean.add(new DataBlock(block.name(), redacted(block.value())));
    ModelReply reply =
        model.complete(
            new ModelRequest(
                "extractive", instructions, clean, Optional.of(output), maxTokens, 0, name));
    tokens.merge("generate", reply.billedTokens(), Long::sum);
    conform(output, Json.parse(reply.text()));
    return Json.parse(reply.text());
  }

  private JsonNode render(ArrayNode retrieved, JsonNode citations, JsonNode draft)
      throws Exception {
    ObjectNode args = JSON.objectNode();
    args.set("draft", draft);
    args.set("citations", citations);
    args.set("retrieved", retrieved);
    args.putObject("run").put("Period", "2026-05").put("Department", "legal");
    ObjectNode counts = args.putObject("redactions");
    redactions.forEach(counts::put);
    ObjectNode spent = args.putObject("tokens");
    tokens.forEach(spent::put);
    return redacted(tool("stint.report.render@^1", args).output());
  }

  private JsonNode redacted(JsonNode value) throws Exception {
    Redaction redaction = redactor.redact(value);
    redaction.counts().forEach((kind, count) -> redactions.merge(kind, count, Long::sum));
    return redaction.value();
  }

  private ToolResult tool(String use, JsonNode args) throws Exception {
    Tool tool = tools.resolve(use);
    conform(tool.descriptor().inputSchema(), args);
    ToolResult result = tool.call(args, context);
    conform(tool.descriptor().outputSchema(), result.output());
    return result;
  }

  /** As the runtime does on both sides of every call. */
  private static void conform(JsonNode schema, JsonNode value) {
    var result = new ValidatorFactory().validate(schema.toString(), value.toString());
    if (!result.isValid()) throw new AssertionError(result.getErrors().getFirst().getError());
  }
}
