package dev.stint.persistence.journal.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A persistent actor that keeps notes. */
final class Notebook extends EventSourcedBehavior<Notebook.Command, Object, List<String>> {
  sealed interface Command {
    /** Answered with how many notes there are, once this one is durable. */
    record Note(Object event, ActorRef<Integer> replyTo) implements Command {}

    record Read(ActorRef<List<String>> replyTo) implements Command {}
  }

  static Behavior<Command> create(String id) {
    return Behaviors.setup(context -> new Notebook(id));
  }

  /** Starts one in {@code kit}. */
  static ActorRef<Command> in(ActorTestKit kit, String id) {
    return kit.spawn(create(id));
  }

  /** Starts one whose failure is told to {@code failures}. */
  static ActorRef<Command> watchedBy(
      ActorTestKit kit, String id, ActorRef<? super Throwable> failures) {
    return kit.spawn(
        Behaviors.setup(context -> {
          ActorRef<Command> child = context.spawn(create(id), "notebook");
          context.watch(child);
          return Behaviors.receive(Command.class)
              .onMessage(
                  Command.class,
                  command -> {
                    child.tell(command);
                    return Behaviors.same();
                  })
              .onSignal(
                  ChildFailed.class,
                  failed -> {
                    failures.tell(failed.getCause());
                    return Behaviors.stopped();
                  })
              .build();
        }));
  }

  static int note(ActorTestKit kit, ActorRef<Command> notebook, Object event) {
    return ask(kit, notebook, (ActorRef<Integer> to) -> new Command.Note(event, to));
  }

  static List<String> read(ActorTestKit kit, ActorRef<Command> notebook) {
    return ask(kit, notebook, Command.Read::new);
  }

  private static <R> R ask(
      ActorTestKit kit,
      ActorRef<Command> notebook,
      org.apache.pekko.japi.function.Function<ActorRef<R>, Command> command) {
    return AskPattern.ask(notebook, command, Duration.ofSeconds(60), kit.scheduler())
        .toCompletableFuture()
        .join();
  }

  private Notebook(String id) {
    super(PersistenceId.of("Notebook", id));
  }

  @Override
  public List<String> emptyState() {
    return List.of();
  }

  @Override
  public CommandHandler<Command, Object, List<String>> commandHandler() {
    return (state, command) ->
        switch (command) {
          case Command.Note(var event, var replyTo) ->
              Effect().persist(event).thenRun(after -> replyTo.tell(after.size()));
          case Command.Read(var replyTo) -> Effect().none().thenRun(same -> replyTo.tell(state));
        };
  }

  @Override
  public EventHandler<List<String>, Object> eventHandler() {
    return (state, event) -> {
      List<String> next = new ArrayList<>(state);
      next.add(event instanceof Noted noted ? noted.text() : event.toString());
      return next;
    };
  }
}
