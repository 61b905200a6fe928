package dev.stint.config.spec;

import java.util.List;

/**
 * The mappings of a job file and the keys each may have. The reader refuses every other key, and
 * the published schema has one definition for each section with exactly these properties.
 */
enum Section {
  JOB(
      "apiVersion",
      "kind",
      "name",
      "version",
      "title",
      "description",
      "owner",
      "labels",
      "inputs",
      "schedule",
      "sla",
      "budget",
      "model",
      "data",
      "network",
      "tools",
      "policies",
      "defaults",
      "plan",
      "planner",
      "outputs",
      "alerts",
      "evals",
      "retention"),
  SCHEDULE("cron", "timezone", "calendar", "onHoliday", "overlap", "catchUp", "jitter"),
  SLA("due", "within", "warnBefore", "onBreach"),
  BUDGET("tokens", "cost", "time", "reserve", "onSoft", "onHard"),
  TOKENS("soft", "hard", "perDay"),
  COST("hardUsd"),
  TIME("max", "countWaiting"),
  MODEL("use", "temperature", "maxOutputTokens", "fallback", "cache"),
  SOURCE("id", "source", "classification", "access", "trust", "categories"),
  NETWORK("allow"),
  TOOL("use", "effect", "scopes", "approval", "compensate", "rateLimit", "cache", "degrade"),
  DEGRADE("cached", "value"),
  POLICIES("use", "pii", "citations", "onViolation"),
  PII("redact", "allow", "at", "directory"),
  CITATIONS("minPerSection", "from"),
  VIOLATION("do", "notify"),
  DEFAULTS("timeout", "retry"),
  RETRY("max", "backoff", "initial", "jitter", "maxDelay", "onExhausted"),
  STEP(
      "id",
      "use",
      "with",
      "dependsOn",
      "when",
      "forEach",
      "maxParallel",
      "retry",
      "timeout",
      "approval",
      "stage",
      "cache",
      "tool",
      "prompt",
      "check",
      "wait",
      "params",
      "output",
      "maxTokens",
      "model",
      "agent",
      "tools",
      "stop",
      "maxCalls",
      "compaction",
      "watchdog",
      "onFail",
      "branch",
      "loop",
      "job",
      "inputs",
      "budget"),
  CASE("when", "steps", "else"),
  LOOP("max", "until", "onMax", "steps"),
  PLANNER(
      "goal",
      "model",
      "tools",
      "prompts",
      "agents",
      "components",
      "maxSteps",
      "attempts",
      "maxTokens",
      "approval"),
  STOP("turns", "tokens", "deadline", "repairs", "onStop"),
  COMPACTION("at"),
  WATCHDOG("sameCall", "unchanged", "spend", "throttle"),
  LADDER("warn", "throttle", "park", "kill"),
  OUTPUT_FORM("schema"),
  APPROVAL("by", "fourEyes", "expires", "show", "onExpire"),
  CHECK("id", "assert", "citations"),
  REDO("redo", "max"),
  WAIT("for", "until", "signal", "timeout", "schema"),
  OUTPUT("value", "format", "dest", "retain"),
  ALERT("on", "to"),
  EVALS("dataset", "gates"),
  RETENTION("logs", "artifacts"),

  /** A policy file, which is no part of a job. */
  POLICY_FILE(
      "apiVersion",
      "kind",
      "name",
      "deny",
      "requireApproval",
      "maxTokensPerRun",
      "maxAttempts",
      "citations"),
  POLICY_DENY("tools", "effects", "hosts", "sources"),
  POLICY_APPROVAL("tools", "effects", "by"),
  POLICY_CITATIONS("minPerSection"),

  /** The script of a scripted model. */
  SCRIPT("rules"),
  SCRIPT_RULE("when", "after", "say", "calls", "json", "fail"),
  SCRIPT_WHEN("step", "turn", "attempt", "summarising", "text", "data", "result"),
  SCRIPT_RESULT("tool", "failed", "text"),
  SCRIPT_CALL("tool", "arguments"),
  SCRIPT_FAIL("code", "retryable", "retryAfter");

  private final List<String> keys;

  Section(String... keys) {
    this.keys = List.of(keys);
  }

  List<String> keys() {
    return keys;
  }
}
