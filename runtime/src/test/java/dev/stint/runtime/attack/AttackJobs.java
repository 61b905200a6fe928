package dev.stint.runtime.attack;

/** Job files that attacks are tried on. */
final class AttackJobs {
  private AttackJobs() {}

  /** An agent over a folder of documents, with tools that do something outside. */
  static String agent(String trust, String classification, String approval, String stop) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: attacked
    version: 1.0.0
    owner: group:support
    labels: {department: support}
    inputs:
      type: object
      properties:
        docs: {type: string, format: folder}
    budget: {tokens: {hard: 40000}, reserve: 500, onHard: partial}
    model: {use: attacker/any, maxOutputTokens: 200}
    data:
      - {id: docs, source: 'folder:${{ inputs.docs }}', trust: %s, classification: %s}
    tools:
      - {use: 'stint.documents.read@^1'}
      - {use: 'stint.http.get@^1'}
      - {use: 'stint.ticket.open@^1', effect: write}
      - {use: 'stint.ledger.append@^1', effect: write}
    policies:
      onViolation: {do: halt, notify: ['user:lead']}
    plan:
      - id: work
        agent: prompts/goal.md
        tools: [stint.documents.read, stint.http.get, stint.ticket.open, stint.ledger.append]
        %s
        stop: {%s}
    outputs:
      answer: {value: '${{ steps.work.text }}'}
    """
        .formatted(trust, classification, approval, stop);
  }

  /** Steps over one document. */
  static String steps(String trust, String classification, String steps) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: attacked
    version: 1.0.0
    owner: group:support
    labels: {department: support}
    inputs:
      type: object
      properties:
        docs: {type: string, format: folder}
    budget: {tokens: {hard: 40000}}
    model: {use: attacker/any, maxOutputTokens: 200}
    data:
      - {id: docs, source: 'folder:${{ inputs.docs }}', trust: %s, classification: %s}
    tools:
      - {use: 'stint.documents.read@^1'}
      - {use: 'stint.ticket.open@^1', effect: write}
    plan:
      - {id: read, tool: stint.documents.read, params: {source: docs, document: policy.md}}
    """
            .formatted(trust, classification)
        + steps;
  }
}
