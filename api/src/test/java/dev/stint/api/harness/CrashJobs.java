package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The jobs that run while the server is killed: quick and slow steps, retries, parallel items, and
 * effects that can be counted from outside. Runs take turns among them.
 */
final class CrashJobs {
  static final String LEDGER = "effects";
  static final String DEST = "crash";
  static final String SHARED = "shared";

  /** Slow, an effect, a failure that is retried, another effect. */
  static final String SEQUENCE = "crash_sequence";

  /** Effects side by side. */
  static final String ITEMS = "crash_items";

  /** All runs publish to the same place, whose versions are numbered. */
  static final String PUBLISH = "crash_publish";

  /** A write that must not be repeated, by a tool that can be asked. */
  static final String TICKET = "crash_ticket";

  /** Many such writes side by side, so that a crash in the middle leaves some of them in doubt. */
  static final String DOUBTS = "crash_doubts";

  /** So many events that snapshots are taken. */
  static final String MANY = "crash_many";

  private static final int MANY_EVERY = 20;
  private static final int MANY_ITEMS = 260;
  private static final int DOUBTS_ITEMS = 60;

  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:crash
      inputs:
        type: object
        additionalProperties: false
        required: [delay]
        properties:
          delay: {type: integer, minimum: 0, maximum: 10000}
      tools:
        - {use: 'stint.noop@^1'}
        - {use: 'stint.flaky@^1', effect: write}
        - {use: 'stint.ledger.append@^1', effect: write}
        - {use: 'stint.publish@^1', effect: write}
        - {use: 'stint.ticket.open@^1', effect: write}
      plan:
      """;

  private CrashJobs() {}

  /** What comes before the steps of a job. */
  static String head(String name) {
    return HEAD.formatted(name);
  }

  static List<String> texts() {
    return List.of(
        HEAD.formatted(SEQUENCE)
            + """
              - id: slow
                tool: stint.flaky
                params: {delayMs: '${{ inputs.delay }}'}
              - id: first
                dependsOn: [slow]
                tool: stint.ledger.append
                params: {ledger: effects, note: first}
              - id: fails
                dependsOn: [first]
                tool: stint.flaky
                params: {failures: 2, delayMs: 20}
                retry: {max: 5, initial: 100ms}
              - id: quick
                dependsOn: [fails]
                tool: stint.noop
                params: {value: 1}
              - id: second
                dependsOn: [quick]
                tool: stint.ledger.append
                params: {ledger: effects, note: second}
            """,
        HEAD.formatted(ITEMS)
            + """
              - id: items
                tool: stint.ledger.append
                forEach: '${{ [1, 2, 3, 4, 5] }}'
                maxParallel: 3
                params: {ledger: effects, note: item}
              - id: slow
                dependsOn: [items]
                tool: stint.flaky
                params: {delayMs: '${{ inputs.delay }}'}
              - id: last
                dependsOn: [slow]
                tool: stint.ledger.append
                params: {ledger: effects, note: last}
            """,
        HEAD.formatted(PUBLISH)
            + """
              - id: quick
                tool: stint.noop
                params: {value: 1}
              - id: slow
                dependsOn: [quick]
                tool: stint.flaky
                params: {delayMs: '${{ inputs.delay }}'}
              - id: publish
                dependsOn: [slow]
                tool: stint.publish
                params:
                  dest: crash
                  name: shared
                  files:
                    - {name: note.txt, content: '${{ run.id }}'}
              - id: after
                dependsOn: [publish]
                tool: stint.ledger.append
                params: {ledger: effects, note: after}
            """,
        HEAD.formatted(TICKET)
            + """
              - id: ticket
                tool: stint.ticket.open
                params: {queue: crash, title: '${{ run.id }}'}
              - id: slow
                dependsOn: [ticket]
                tool: stint.flaky
                params: {delayMs: '${{ inputs.delay }}'}
              - id: after
                dependsOn: [slow]
                tool: stint.ledger.append
                params: {ledger: effects, note: after}
            """,
        HEAD.formatted(DOUBTS)
            + """
              - id: ticket
                tool: stint.ticket.open
                forEach: '${{ %s }}'
                maxParallel: 16
                params: {queue: crash_doubts, title: '${{ run.id }}'}
              - id: after
                dependsOn: [ticket]
                tool: stint.ledger.append
                params: {ledger: effects, note: after}
            """
                .formatted(IntStream.range(0, DOUBTS_ITEMS).boxed().toList()),
        HEAD.formatted(MANY)
            + """
              - id: many
                tool: stint.noop
                forEach: '${{ %s }}'
                maxParallel: 10
                params: {value: 1}
              - id: after
                dependsOn: [many]
                tool: stint.ledger.append
                params: {ledger: effects, note: after}
            """
                .formatted(IntStream.range(0, MANY_ITEMS).boxed().toList()));
  }

  /** The job of the nth run. */
  static String of(int n) {
    if (n % MANY_EVERY == MANY_EVERY - 1) return MANY;
    return switch (n % 4) {
      case 0 -> SEQUENCE;
      case 1 -> ITEMS;
      case 2 -> TICKET;
      default -> PUBLISH;
    };
  }

  /** Most slow steps take longer than a server lives between two kills. */
  static JsonNode inputs(RandomGenerator random) {
    return JsonNodeFactory.instance.objectNode().put("delay", random.nextInt(50, 6001));
  }

  /** How many of the first {@code runs} are of {@code job}. */
  static int count(String job, int runs) {
    return (int) IntStream.range(0, runs).filter(n -> of(n).equals(job)).count();
  }

  /** The idempotency keys under which a run of {@code job} opens tickets. */
  static Set<String> ticketKeys(String job, String run) {
    Set<String> keys = new TreeSet<>();
    if (job.equals(TICKET)) keys.add(run + "/ticket");
    if (job.equals(DOUBTS)) {
      for (int i = 0; i < DOUBTS_ITEMS; i++) keys.add(run + "/ticket[" + i + "]");
    }
    return keys;
  }

  /** The idempotency keys under which a run of {@code job} writes to the ledger. */
  static Set<String> ledgerKeys(String job, String run) {
    Set<String> keys = new TreeSet<>();
    switch (job) {
      case SEQUENCE -> {
        keys.add(run + "/first");
        keys.add(run + "/second");
      }
      case ITEMS -> {
        for (int i = 0; i < 5; i++) keys.add(run + "/items[" + i + "]");
        keys.add(run + "/last");
      }
      default -> keys.add(run + "/after");
    }
    return keys;
  }
}
