"""The rules of Stint that verify_bundle.py knows by itself: what follows from a frozen plan and the events before.

Written from the documents, not from the program: a plan that grows (turns of agents, iterations, plans that models made),
the order of its steps, retries, deadlines, ends (check 10). Labels (check 11) are in verify_labels.py.
"""
from datetime import datetime, timedelta

ENDS = {"run.kill_accepted": "killed", "run.cancel_requested": "cancelled", "run.deadline_passed": "timed_out", "run.policy_violated": "halted"}
OUTCOMES = {"step.attempt_succeeded", "step.attempt_failed", "step.attempt_lost", "step.attempt_in_doubt"}
KINDS = {"TOOL", "PROMPT", "CHECK", "APPROVAL", "WAIT", "SIGNAL", "BRANCH", "LOOP", "JOB", "PLAN", "OUTPUTS", "PARTIAL", "AGENT", "TURN"}

def moment(text): return datetime.fromisoformat(text.replace("Z", "+00:00"))
def root(step): return step.split(".")[0]
def own(step): return root(step).split("~")[0]
def marks(step): return "".join("~" + m for m in root(step).split("~")[1:])


class Plan:
    """The steps of a run as they are now: those it was submitted with, and what came up since."""

    def __init__(self, submitted):
        self.steps = {s["id"]: s for s in submitted["plan"]["steps"]}
        self.arms, self.iterations, self.judged, self.made, self.rounds = {}, {}, {}, False, {}

    def known(self): return all(s["kind"] in KINDS for s in self.steps.values())
    def step(self, unit): return self.steps.get(unit.split("[")[0])

    def inside(self, block, arm): return [i for i, s in self.steps.items() if s.get("within") == {"block": block, "arm": arm}]

    def grow(self, h):
        d, kind = h["data"], h["type"]
        if kind == "plan.frozen":
            self.made = True
            for s in d["steps"]: self.steps[s["id"]] = s
        elif kind == "branch.taken": self.arms[d["step"]] = d["arm"]
        elif kind == "loop.judged": self.judged[d["step"]] = d["done"]
        elif kind == "loop.planned":
            self.iterations[d["step"]] = d["iteration"]
            self.judged.pop(d["step"], None)
            for s in self.iteration(self.steps[d["step"]], d["iteration"]): self.steps[s["id"]] = s
        elif kind == "redo.planned":
            self.rounds[d["step"]] = d["round"]
            again = self.steps[d["step"]]["redo"]["steps"]
            for i in again:
                name = lambda on: "%s~%d" % (on, d["round"]) if on in again else on
                s = {k: v for k, v in self.steps[i].items() if k != "within"}
                self.steps[name(i)] = dict(s, id=name(i), dependsOn=[name(on) for on in s["dependsOn"]])
        elif kind == "agent.turn_planned":
            self.forget(d["step"])
            agent = self.steps[d["step"]]
            turn = {k: agent[k] for k in ("stage", "uses", "retry", "timeoutMs", "sink") if k in agent}
            name = "%s.%d" % (d["step"], d["turn"])
            self.steps[name] = dict(turn, id=name, kind="TURN", dependsOn=[], effect="NONE")
        elif kind == "agent.turn_ended":
            tools = {t["name"]: t for t in self.steps[d["step"]]["agent"]["tools"]}
            for i, call in enumerate(d["calls"]):
                tool = tools.get(call["tool"])
                if tool is None or call.get("denied"): continue
                name = "%s.%d.%d" % (d["step"], d["turn"], i + 1)
                call = {k: tool[k] for k in ("effect", "retry", "timeoutMs", "gate", "sink") if k in tool}
                if tool.get("job"): call["child"] = tool["job"]["child"]
                self.steps[name] = dict(call, id=name, kind="JOB" if tool.get("job") else "TOOL", dependsOn=[], uses=tool["name"], stage="TOOL")
        elif kind in ("step.attempt_succeeded", "step.failed"):
            step = self.step(d.get("unit") or d["step"])
            if step and step["kind"] == "AGENT": self.forget(step["id"])

    def check_of(self, step):
        """The check that may have the step done again."""
        return next((i for i, s in self.steps.items() if "~" not in i and own(step) in s.get("redo", {}).get("steps", [])), None)

    def newest(self, step):
        """The step that another one waits for: that of the newest round."""
        number = self.rounds.get(self.check_of(step), 1) if "~" not in step else 1
        return step if number < 2 else "%s~%d" % (step, number)

    def forget(self, agent):
        for name in [i for i in self.steps if "." in i and root(i) == agent]: del self.steps[name]

    @staticmethod
    def iteration(loop, number):
        suffix = marks(loop["id"]) + "~%d" % number
        for s in loop["loop"]["steps"]:
            place = s["within"]
            there = {"block": loop["id"], "arm": number} if place["block"] == own(loop["id"]) else {"block": place["block"] + suffix, "arm": place["arm"]}
            yield dict(s, id=s["id"] + suffix, dependsOn=[i + suffix for i in s["dependsOn"]], within=there)


class Again:
    """Check 10: what the plan and the events before leave no choice about."""

    def __init__(self, submitted):
        d = submitted["data"]
        self.run, self.plan = d["run"], Plan(d)
        self.started, self.failed, self.leases, self.ended = {}, {}, {}, {}
        self.count, self.signals = {}, {}
        self.over, self.exhausted, self.stopping, self.waits = set(), False, set(), {}
        self.expect()

    def expect(self):
        for i, s in self.plan.steps.items():
            if not s.get("evaluates"): self.count.setdefault(i, 1)

    def done(self, ident):
        return ident in self.over or ident in self.count and self.ended.get(ident, 0) >= self.count[ident]

    def finish(self, unit): self.ended[unit.split("[")[0]] = self.ended.get(unit.split("[")[0], 0) + 1

    def event(self, h):
        yield from self.judge(h)
        self.plan.grow(h)
        self.expect()

    def judge(self, h):
        d, kind = h["data"], h["type"]
        unit = d.get("unit", "")
        step = self.plan.step(unit)
        if kind == "step.expanded": self.count[d["step"]] = d["count"] if self.plan.steps.get(d["step"], {}).get("forEach") else 1
        elif kind == "branch.taken":
            self.count[d["step"]] = 1
            ways = {s["within"]["arm"] for s in self.plan.steps.values() if s.get("within", {}).get("block") == d["step"]}
            if d["arm"] not in ways | {-1}: yield "a way that its branch does not have"
        elif kind in ("step.skipped", "step.failed"):
            self.over.add(d["step"])
            failed = self.plan.steps.get(d["step"])
            if kind == "step.failed" and failed and failed["retry"]["onExhausted"] != "CONTINUE": self.stopping.add("failed")
        elif kind == "step.reused": self.finish(unit)
        elif kind == "run.budget_exhausted": self.exhausted = True
        elif kind in ENDS: self.stopping.add(ENDS[kind])
        elif kind == "plan.frozen" and self.plan.made: yield "a second plan"
        elif kind == "loop.planned": yield from self.planned(d)
        elif kind == "redo.planned":
            check, before = self.plan.steps.get(d["step"], {}), self.plan.rounds.get(d["step"], 1)
            if d["round"] != before + 1 or before > check.get("redo", {}).get("max", 0): yield "a round that does not follow"
            elif not self.done(self.plan.newest(d["step"])): yield "a round before the check has ended"
        elif kind == "loop.judged":
            if self.plan.iterations.get(d["step"]) != d["iteration"] or d["step"] in self.plan.judged: yield "a verdict about another iteration"
            yield from self.inside(d["step"], d["iteration"])
        elif kind == "signal.received":
            if d["signal"] in self.signals: yield "a signal that was here before"
            if d["name"] not in {s.get("uses") for s in self.plan.steps.values() if s["kind"] == "SIGNAL"}: yield "a signal that no step waits for"
            self.signals[d["signal"]] = d["name"]
        elif kind == "signal.taken":
            oldest = next((s for s, name in self.signals.items() if step and name == step["uses"]), None)
            if not step or step["kind"] != "SIGNAL" or d["signal"] != oldest: yield "a signal that is not the oldest of its name"
            self.signals[d["signal"]] = None
            self.finish(unit)
        elif kind == "approval.requested" and step and not d.get("replaces"):
            gate = step.get("gate") or step.get("sink", {}).get("stepUp")
            due = gate and moment(h["at"]) + timedelta(milliseconds=gate["expiresMs"])
            if not d.get("editor") and moment(d["expiresAt"]) != due: yield "a deadline that the gate does not give"
        elif kind in ("step.attempt_started", "child.started") and step: yield from self.start(h, step, unit)
        elif kind == "child.ended" and step:
            if self.leases.pop(unit, None) != d["run"]: yield "the end of another child"
            good = d["status"] in ("succeeded", "partial")
            if good == bool(d.get("failure")): yield "a child that ended otherwise"
            if good: self.finish(unit)
        elif kind in OUTCOMES and step:
            if self.leases.pop(unit, None) != d["lease"]: yield "the outcome of another attempt"
            if kind == "step.attempt_succeeded": self.finish(unit)
            if kind == "step.attempt_failed": yield from self.failure(h, step, unit)
        elif kind == "step.doubt_resolved" and step and d.get("happened"): self.finish(unit)
        elif kind == "run.finished": yield from self.end(d)

    def start(self, h, step, unit):
        d = h["data"]
        number = self.started[unit] = self.started.get(unit, 0) + 1
        if d["attempt"] != number: yield "attempt %s, expected %s" % (d["attempt"], number)
        if self.plan.known() and step["kind"] != "PARTIAL": yield from self.order(step)
        if self.waits.get(unit, h["at"]) > h["at"]: yield "begun before its time"
        if h["type"] == "child.started":
            if step["kind"] != "JOB": yield "a child of a step that has none"
            if step.get("child") and d["job"] != step["child"]["job"]: yield "a child of another job"
            self.leases[unit] = d["run"]
            return
        if step["kind"] in ("JOB", "SIGNAL"): yield "an attempt of a step that makes none"
        if d["idempotencyKey"] != self.run + "/" + unit: yield "the key of another unit"
        self.leases[unit] = d["lease"]

    def order(self, step):
        early = [i for i in map(self.plan.newest, step["dependsOn"]) if not self.done(i)]
        if early: yield "begun before " + ", ".join(early)
        place = step.get("within")
        if place:
            here = self.plan.iterations.get(place["block"]) == place["arm"] or self.plan.arms.get(place["block"]) == place["arm"]
            if not here: yield "begun on a way that was not taken"
        if step["kind"] == "BRANCH":
            if step["id"] not in self.plan.arms: yield "a branch that went no way"
            else: yield from self.inside(step["id"], self.plan.arms[step["id"]])
        if step["kind"] == "LOOP":
            number = self.plan.iterations.get(step["id"], 0)
            if not self.plan.judged.get(step["id"]) and (step["id"] not in self.plan.judged or number < step["loop"]["max"]):
                yield "a loop that was not over"

    def inside(self, block, arm):
        left = [i for i in self.plan.inside(block, arm) if not self.done(i)]
        if left: yield "before " + ", ".join(left)

    def planned(self, d):
        loop = self.plan.steps.get(d["step"])
        before = self.plan.iterations.get(d["step"], 0)
        if not loop or loop["kind"] != "LOOP" or d["iteration"] != before + 1 or d["iteration"] > loop["loop"]["max"]: yield "an iteration that does not follow"
        if before and self.plan.judged.get(d["step"]) is not False: yield "an iteration after the condition held"

    def failure(self, h, step, unit):
        d, retry = h["data"], step["retry"]
        count = self.failed[unit] = self.failed.get(unit, 0) + 1
        again = d["failure"]["kind"] == "RETRYABLE" and count < retry["maxFailures"] and not self.stopping
        delay = min(retry["initialMs"] * retry["factor"] ** max(0, count - 1), retry["maxMs"])
        due = moment(h["at"]) + timedelta(milliseconds=max(0, int(delay)))
        found = moment(d["retryAt"]) if "retryAt" in d else None
        # A model server may ask for more patience, within an hour.
        later = d["failure"]["code"].endswith(("_rate_limited", "_unavailable", "_busy"))
        asked = later and again and found and due <= found <= max(due, moment(h["at"]) + timedelta(hours=1))
        if found != (due if again else None) and not asked: yield "a retry that its rules do not give"
        if "retryAt" in d: self.waits[unit] = d["retryAt"]

    def end(self, d):
        if not self.plan.known(): return
        status = d["status"]
        open_steps = [i for i, s in self.plan.steps.items() if s["kind"] not in ("PARTIAL", "TURN") and "." not in i and not self.done(i)]
        if self.leases: yield "ended with attempts in flight"
        if self.stopping and status not in self.stopping: yield "ended %s, expected %s" % (status, " or ".join(sorted(self.stopping)))
        if not self.stopping and status == "succeeded" and (open_steps or self.exhausted): yield "succeeded before " + ", ".join(open_steps or ["the budget sufficed"])
        if status == "partial" and not self.exhausted: yield "partial, and the budget was not exhausted"
