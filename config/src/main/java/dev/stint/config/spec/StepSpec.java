package dev.stint.config.spec;

/** One step of a plan (A2). */
public sealed interface StepSpec
    permits ToolStep,
        PromptStep,
        AgentStep,
        CheckStep,
        ApprovalStep,
        WaitStep,
        BranchStep,
        LoopStep,
        JobStep {
  StepCommon common();

  default String id() {
    return common().id();
  }
}
