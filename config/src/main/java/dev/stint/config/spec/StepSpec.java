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
  StepFrame frame();

  default String id() {
    return frame().id();
  }
}
