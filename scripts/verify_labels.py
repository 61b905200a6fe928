"""Labels of values as verify_bundle.py joins them again (check 11): who may see a value, how far it may be trusted, where it is from."""
from verify_rules import Plan, marks, root

SECRECY = ["PUBLIC", "INTERNAL", "CONFIDENTIAL", "RESTRICTED"]
TRUST = ["UNTRUSTED", "DERIVED", "CURATED", "ENDORSED", "SYSTEM"]
FELL, MISSING = "a label that fell", "no label of what goes in"

def names(label, key): return set(label.get(key, []))

def join(a, b):
    cats = names(a, "cats") | names(b, "cats")
    joined = {"conf": max(a["conf"], b["conf"], key=SECRECY.index), "integ": min(a["integ"], b["integ"], key=TRUST.index),
              "cats": {"*"} if "*" in cats else cats}
    for key in ("depts", "sources"): joined[key] = names(a, key) | names(b, key)
    return {k: sorted(v) if isinstance(v, set) else v for k, v in joined.items() if v}

def plain(label): return join(label, label)
def covers(label, other): return join(label, other) == plain(label)

def admits(clearance, label):
    def all_of(key): return "*" in names(clearance, key) or names(label, key) <= names(clearance, key)
    return SECRECY.index(label["conf"]) <= SECRECY.index(clearance["conf"]) and all_of("cats") and all_of("depts")


class Labels:
    """Check 11: joins along what is recorded. What a step's expressions read is the job's to say, which is in
    a language of its own; so of a step's label only this: that it is no lower than what must be in it."""

    def __init__(self, submitted, simulated=False):
        d = submitted["data"]
        self.plan, self.dry, self.simulated = Plan(d), d.get("dryRun"), simulated
        self.parent = d.get("parent", {}).get("label")
        self.going, self.out, self.asked = {}, {}, set()

    def event(self, h):
        yield from self.judge(h)
        self.plan.grow(h)

    def judge(self, h):
        d, kind = h["data"], h["type"]
        unit = d.get("unit", "")
        step = self.plan.step(unit)
        if not step: return
        sink = step.get("sink")
        if kind in ("step.attempt_started", "child.started") and sink: yield from self.start(d, unit, step, sink)
        elif kind in ("step.attempt_succeeded", "child.ended") and unit in self.going and not d.get("failure"):
            went, label = self.going.pop(unit), d.get("label")
            if not label or not covers(label, went): yield FELL
            elif kind == "step.attempt_succeeded" and not self.simulated and "brings" in (sink or {}) and plain(label) != join(went, sink["brings"]):
                yield "not the label of what went in and what its tool brings"
            if label: self.out.setdefault(unit.split("[")[0], []).append(label)
        elif kind == "step.reused" and d.get("label"): self.out.setdefault(unit.split("[")[0], []).append(d["label"])

    def start(self, d, unit, step, sink):
        label = d.get("label")
        if not label:
            yield MISSING
            return
        self.going[unit] = label
        if not admits(sink["clearance"], label): yield "beyond what its destination may see"
        for why, least in [] if self.simulated else self.least(step):
            if not covers(label, least): yield "lower than " + why
        # What a model asks for is all of one label, the model's: here the parameters need no expressions.
        ident = step["id"]
        if ident.count(".") == 2 and step.get("effect") == "WRITE" and not d.get("approval") and not self.dry:
            if sink.get("control") and TRUST.index(label["integ"]) < TRUST.index(sink["needs"]): yield "a write that is not trusted enough"

    def least(self, step):
        """What the label of a step's attempt cannot be below."""
        ident, kind = step["id"], step["kind"]
        if self.parent and kind not in ("OUTPUTS", "APPROVAL"): yield "what its parent handed over", self.parent
        agent = root(ident)
        if ident.count(".") == 2:
            for label in self.out.get(ident.rsplit(".", 1)[0], []): yield "the turn that asked for it", label
        elif ident.count(".") == 1 or kind == "AGENT":
            for name, labels in self.out.items():
                if name.startswith(agent + "."):
                    for label in labels: yield "its conversation", label
        check, number = self.plan.check_of(ident) if "~" in root(ident) else None, marks(ident).rpartition("~")[2]
        if check and check in self.plan.rounds and kind not in ("OUTPUTS", "APPROVAL"):
            for label in self.out.get(check + ("~%d" % (int(number) - 1) if number != "2" else ""), []): yield "what its check found", label
        around = step.get("within")
        while around:
            block = self.plan.steps.get(around["block"])
            if block and block["kind"] == "LOOP":
                for name, labels in self.out.items():
                    if any(name in self.plan.inside(block["id"], n) for n in range(1, around["arm"])):
                        for label in labels: yield "the iterations before", label
            around = block.get("within") if block else None
        if kind in ("BRANCH", "LOOP"):
            arms = [self.plan.arms.get(ident)] if kind == "BRANCH" else range(1, self.plan.iterations.get(ident, 0) + 1)
            for arm in arms:
                for name in self.plan.inside(ident, arm):
                    for label in self.out.get(name, []): yield "what is inside", label
