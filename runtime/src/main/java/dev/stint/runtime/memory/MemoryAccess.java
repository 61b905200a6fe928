package dev.stint.runtime.memory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** What tools need of the memories. Thread-safe. */
public interface MemoryAccess {
  /** Of commands that open no node: the tools are there to be looked at. */
  MemoryAccess NONE =
      new MemoryAccess() {
        @Override
        public CompletionStage<MemoryReply> ask(
            MemoryScope scope, Function<ActorRef<MemoryReply>, MemoryCommand> command) {
          return CompletableFuture.completedFuture(
              new MemoryReply.Refused(
                  "memory_not_open", "a memory needs a node: call the tool from a run"));
        }

        @Override
        public Optional<String> text(MemoryScope scope, Fact fact) {
          return Optional.empty();
        }
      };

  /** Asks the memory of {@code scope}. */
  CompletionStage<MemoryReply> ask(
      MemoryScope scope, Function<ActorRef<MemoryReply>, MemoryCommand> command);

  /** The text of a fact; empty when its key was destroyed. */
  Optional<String> text(MemoryScope scope, Fact fact);
}
