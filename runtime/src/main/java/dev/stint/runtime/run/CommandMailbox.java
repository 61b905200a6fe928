package dev.stint.runtime.run;

import com.typesafe.config.Config;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.apache.pekko.dispatch.UnboundedMessageQueueSemantics;
import scala.Option;

/**
 * A mailbox that bounds commands and nothing else.
 *
 * <p>Pekko's bounded mailboxes drop the journal's replies with everything else and leave persistent
 * actors hanging; this one refuses only {@link Sheddable} messages, always with an answer. Setting:
 * {@code command-capacity}.
 */
public final class CommandMailbox
    implements MailboxType, ProducesMessageQueue<CommandMailbox.Queue> {
  private final int capacity;

  /** Called by Pekko with the mailbox's own section of the configuration. */
  public CommandMailbox(ActorSystem.Settings settings, Config config) {
    capacity = config.getInt("command-capacity");
  }

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    var gate = new CommandGate(capacity);
    if (owner.isDefined()) CommandGate.open(owner.get().path(), gate);
    return new Queue(gate);
  }

  /** First in, first out; commands beyond the capacity are refused at the door. */
  public static final class Queue implements MessageQueue, UnboundedMessageQueueSemantics {
    private final CommandGate gate;
    private final ConcurrentLinkedQueue<Envelope> queue = new ConcurrentLinkedQueue<>();

    Queue(CommandGate gate) {
      this.gate = gate;
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
      if (envelope.message() instanceof Sheddable command && !gate.admit(command)) {
        command.refuse();
        return;
      }
      queue.offer(envelope);
    }

    @Override
    public Envelope dequeue() {
      return queue.poll();
    }

    @Override
    public int numberOfMessages() {
      return queue.size();
    }

    @Override
    public boolean hasMessages() {
      return !queue.isEmpty();
    }

    @Override
    public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
      for (Envelope left = dequeue(); left != null; left = dequeue()) {
        if (!(left.message() instanceof Sheddable)) deadLetters.enqueue(owner, left);
      }
      CommandGate.remove(owner.path());
      gate.refuseAll();
    }
  }
}
