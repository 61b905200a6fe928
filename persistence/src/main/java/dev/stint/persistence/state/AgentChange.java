package dev.stint.persistence.state;

import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentEvent.Reason;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.state.AgentState.Denials;
import dev.stint.persistence.state.AgentState.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An agent after one more event, under construction. Used once, by one fold. */
final class AgentChange {
  private final String step;
  private final Instant since;
  private int turn;
  private boolean summarising;
  private Optional<Leads> ended;
  private List<Asked> asked;
  private int summaries;
  private long calls;
  private int repairs;
  private long tokens;
  private long context;
  private Optional<String> reply;
  private Optional<String> summary;
  private List<Exchange> transcript;
  private Denials denials;
  private AgentWatch watch;
  private Optional<Reason> closed;
  private boolean over;
  private Optional<Label> label;

  AgentChange(AgentState from) {
    step = from.step();
    since = from.since();
    turn = from.turn();
    summarising = from.summarising();
    ended = from.ended();
    asked = from.asked();
    summaries = from.summaries();
    calls = from.calls();
    repairs = from.repairs();
    tokens = from.tokens();
    context = from.context();
    reply = from.reply();
    summary = from.summary();
    transcript = from.transcript();
    denials = from.denials();
    watch = from.watch();
    closed = from.closed();
    over = from.over();
    label = from.label();
  }

  AgentChange turn(int number, boolean summarises) {
    turn = number;
    summarising = summarises;
    ended = Optional.empty();
    asked = List.of();
    return this;
  }

  /** The turn before was a summary: what it replaces is in the record only. */
  AgentChange summarised(Optional<String> text) {
    summaries++;
    summary = text;
    transcript = List.of();
    return this;
  }

  AgentChange said(Exchange exchange) {
    transcript = new ArrayList<>(transcript);
    transcript.add(exchange);
    return this;
  }

  AgentChange ended(Leads where, List<Asked> wanted) {
    ended = Optional.of(where);
    asked = wanted;
    calls += wanted.stream().filter(call -> call.denied().isEmpty()).count();
    repairs = where == Leads.REPAIR ? repairs + 1 : 0;
    return this;
  }

  AgentChange denials(Denials value) {
    denials = value;
    return this;
  }

  AgentChange context(long value) {
    context = value;
    return this;
  }

  AgentChange reply(String payload) {
    reply = Optional.of(payload);
    return this;
  }

  AgentChange billed(long value) {
    tokens += value;
    watch = watch.billed(value);
    return this;
  }

  AgentChange observed(String hash) {
    watch = watch.observed(hash);
    return this;
  }

  AgentChange watch(AgentWatch value) {
    watch = value;
    return this;
  }

  /** What the model has seen or said includes a value of that label now. */
  AgentChange saw(Optional<Label> value) {
    if (value.isPresent()) label = Optional.of(label.map(value.get()::join).orElse(value.get()));
    return this;
  }

  AgentChange closed(Reason reason) {
    closed = Optional.of(reason);
    return this;
  }

  AgentChange over() {
    over = true;
    asked = List.of();
    transcript = List.of();
    watch = AgentWatch.FRESH;
    return this;
  }

  AgentState build() {
    return new AgentState(
        step,
        since,
        turn,
        summarising,
        ended,
        asked,
        summaries,
        calls,
        repairs,
        tokens,
        context,
        reply,
        summary,
        transcript,
        denials,
        watch,
        closed,
        over,
        label);
  }
}
