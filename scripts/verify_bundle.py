#!/usr/bin/env python3
"""Checks audit bundles (stint-audit/1) with Python alone; shares no code with Stint.

  verify_bundle.py [--origin-key KEY] [--witness FOLDER] [--since CHECKPOINT] [--quiet] BUNDLE...

A bundle is a zip or a folder. Ends with the number of the first check that failed, 0 when all hold.
Check 10 decides again what follows from the plan and the events alone: numbers and keys of attempts, order of steps,
branches, loops, child runs and signals, retries and their times, deadlines of approvals, the state a run ends in.
Check 11 joins labels along what is recorded. What needs the job's expressions only Stint's own rules decide.

  verify_bundle.py --histories FILE...   checks 10 to 12 of bare histories, a canonical record a line
"""
import base64, bisect, functools, hashlib, json, os, re, struct, sys, zlib
from decimal import Decimal
from verify_labels import FELL, MISSING, Labels
from verify_rules import Again, Plan, moment

TITLES = {1: "manifest signature and file hashes", 2: "canonical bytes", 3: "events without a gap, one end",
          4: "each event names the hash of the one before", 5: "every event is in the signed log",
          6: "log signature, keys, witnesses", 7: "the log continues older checkpoints",
          8: "payload commitments, or an erasure", 9: "configuration is what the events name",
          10: "decided again, as far as plan and events decide", 11: "labels joined again, as far as events decide", 12: "rules that every run keeps", 13: "artifacts are what was attested"}
AFTERWARDS = {"payload.erasure_requested", "payload.erased", "artifacts.erased", "run.held", "run.released"}


def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def hexsha(data): return hashlib.sha256(data).hexdigest()
def node(left, right): return sha(b"\x01", left, right)
def b64(text): return base64.b64decode(text, validate=True)


# Ed25519 (RFC 8032), verification only.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

@functools.lru_cache(64)
def doubled(p):  # p, 2p, 4p, ...: the base and a log's few keys come again and again
    powers = [p]
    while len(powers) < 256: powers.append(add(powers[-1], powers[-1]))
    return powers

def times(n, p):
    total = (0, 1, 1, 0)
    for i, power in enumerate(doubled(p)):
        if n >> i & 1: total = add(total, power)
    return total

def point(raw):
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P: x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P: raise ValueError("not a point")
    if x & 1 != sign: x = P - x
    return x, y, 1, x * y % P

known = functools.lru_cache(64)(point)
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(raw, message, signature):
    if len(raw) != 32 or len(signature) != 64: return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L: return False
    try: a, r = known(raw), point(signature[:32])
    except ValueError: return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + raw + message).digest(), "little") % L
    p, q = times(s, BASE), add(r, times(h, a))
    return not ((p[0] * q[2] - q[0] * p[2]) % P or (p[1] * q[2] - q[1] * p[2]) % P)


# RFC 8785.
def unique(pairs):
    value = dict(pairs)
    if len(value) != len(pairs): raise ValueError("a duplicate key")
    return value

def refuse(text): raise ValueError("not a number: " + text)

DECODER = json.JSONDecoder(object_pairs_hook=unique, parse_constant=refuse)
def parse(data): return DECODER.decode(data.decode("utf-8"))

def number(x):
    if isinstance(x, int):
        if abs(x) > 2**53: raise ValueError("an integer beyond 2^53")
        return str(x)
    if x == 0: return "0"
    if x < 0: return "-" + number(-x)
    digits = Decimal(repr(x)).normalize().as_tuple()
    text, k = "".join(map(str, digits.digits)), len(digits.digits)
    n = k + digits.exponent
    if k <= n <= 21: return text + "0" * (n - k)
    if 0 < n <= 21: return text[:n] + "." + text[n:]
    if -6 < n <= 0: return "0." + "0" * -n + text
    return (text if k == 1 else text[0] + "." + text[1:]) + "e" + ("+" if n > 0 else "-") + str(abs(n - 1))

def canonical(v):
    if v is None or isinstance(v, (bool, str)): return json.dumps(v, ensure_ascii=False)
    if isinstance(v, (int, float)): return number(v)
    if isinstance(v, list): return "[" + ",".join(map(canonical, v)) + "]"
    keys = sorted(v, key=lambda k: k.encode("utf-16-be"))
    return "{" + ",".join(canonical(k) + ":" + canonical(v[k]) for k in keys) + "}"

def jcs(v): return canonical(v).encode("utf-8")

# Python's own writer agrees with RFC 8785 but for fractions, long numbers and the order of keys beyond ASCII.
ENCODER, OTHERS = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")), re.compile(rb"[:,[]-?\d+[.eE]|[:,[]-?\d{16}")
def is_canonical(v, data):
    return data.isascii() and data[:1] == b"{" and not OTHERS.search(data) and ENCODER.encode(v).encode() == data or jcs(v) == data


# The zip has one way of being written: written again, it must be the same bytes.
def unzip(data):
    files, at = {}, 0
    while data[at:at + 4] == b"PK\x03\x04":
        size, name = struct.unpack("<IH", data[at + 22:at + 28])
        path = data[at + 30:at + 30 + name].decode("utf-8")
        if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path: raise ValueError("an unsafe name")
        files[path] = data[at + 30 + name:at + 30 + name + size]
        at += 30 + name + size
    body, directory = bytearray(), bytearray()
    for path in sorted(files, key=lambda p: p.encode("utf-16-be")):
        name, content = path.encode("utf-8"), files[path]
        fields = struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + fields + name + content
    count, start = len(files), len(body)
    body += directory
    if count >= 0xffff:
        end = len(body)
        body += b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, len(directory), start)
        body += b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    few = min(count, 0xffff)
    body += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, few, few, len(directory), start, 0)
    if not files or bytes(body) != data: raise ValueError("not a zip as stint writes it")
    return files

def load(path):
    if not os.path.isdir(path): return unzip(open(path, "rb").read())
    files = {}
    for folder, _, names in os.walk(path):
        for name in names:
            file = os.path.join(folder, name)
            if os.path.islink(file): raise ValueError("a link: " + file)
            files[os.path.relpath(file, path).replace(os.sep, "/")] = open(file, "rb").read()
    return files


# Signed notes, checkpoints, keys (C2SP).
class Key:
    def __init__(self, text):
        self.text = text.strip()
        self.name, ident, encoded = self.text.split("+", 2)
        data = b64(encoded)
        self.id, self.raw = sha(self.name.encode(), b"\n", data)[:4], data[1:]
        if self.id.hex() != ident or data[0] != 1 or len(data) != 33: raise ValueError("not a key: " + text)

class Note:
    def __init__(self, text):
        head, blank, tail = text.rpartition("\n\n")
        if not blank or not tail.endswith("\n"): raise ValueError("not a note")
        self.text, self.lines = head + "\n", []
        for line in tail[:-1].split("\n"):
            if not line.startswith("\u2014 "): raise ValueError("not a signature line")
            name, encoded = line[2:].rsplit(" ", 1)
            self.lines.append((name, b64(encoded)))

    def by(self, key):
        return any(name == key.name and data[:4] == key.id and signed(key.raw, self.text.encode(), data[4:])
                   for name, data in self.lines)

class Checkpoint:
    def __init__(self, text):
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or str(int(lines[1])) != lines[1]: raise ValueError("not a checkpoint")
        self.text, self.origin, self.size, self.root = text, lines[0], int(lines[1]), b64(lines[2])

def key_windows(notes):
    windows = []  # [key, from, until]
    for note in notes:
        origin, kind, size, *keys = note.text.split("\n")[:-1]
        keys, size = [Key(k) for k in keys], int(size)
        if any(k.name != origin for k in keys): raise ValueError("a key of another log")
        if kind == "stint key begins" and not windows and note.by(keys[0]):
            windows.append([keys[0], size, float("inf")])
        elif kind == "stint key rotates" and keys[0].text == windows[-1][0].text and all(map(note.by, keys)) \
                and all(w[0].text != keys[1].text for w in windows) and size >= windows[-1][1]:
            windows[-1][2] = min(windows[-1][2], size)
            windows.append([keys[1], size, float("inf")])
        elif kind == "stint key revoked" and keys[0].text != windows[-1][0].text and note.by(windows[-1][0]) \
                and any(w[0].text == keys[0].text for w in windows):
            for w in windows:
                if w[0].text == keys[0].text: w[2] = min(w[2], size)
        else: raise ValueError("a statement about keys that does not follow: " + kind)
    if not windows: raise ValueError("no keys")
    return windows


# Merkle proofs (RFC 9162).
def fold(index, size, value, path):
    fn, sn = index, size - 1
    for p in path:
        if sn == 0: return None
        if fn & 1 or fn == sn:
            value = node(p, value)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else: value = node(value, p)
        fn, sn = fn >> 1, sn >> 1
    return value if sn == 0 else None

def consistent(old, new, path, old_root, new_root):
    if old == new: return not path and old_root == new_root
    if old == 0 or old > new: return old == 0 and not path and old_root == sha()
    if not path: return False
    path, fn, sn = list(path), old - 1, new - 1
    while fn & 1: fn, sn = fn >> 1, sn >> 1
    fr = sr = old_root if old & (old - 1) == 0 else path.pop(0)
    for c in path:
        if sn == 0: return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else: sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root

def root_of(leaves, hashes, size, rest):
    rest = iter(rest)
    def walk(low, high):
        at = bisect.bisect_left(leaves, low)
        if at == len(leaves) or leaves[at] >= high: return next(rest)
        if high - low == 1: return hashes[at]
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        left = walk(low, middle)
        return node(left, walk(middle, high))
    try: root = walk(0, size)
    except (StopIteration, RuntimeError): return None
    return root if next(rest, None) is None else None


class Bundle:
    simulated = False

    def __init__(self, files, trust):
        self.files, self.trust, self.found, self.histories = files, trust, [], {}
        for path in sorted(files):
            if path.endswith(".jsonl") and path.split("/")[0] in ("events", "jobs"): self.read(path)
        self.runs = {p: h for p, h in self.histories.items() if p.startswith("events/")}
        self.windows = self.note = self.checkpoint = self.manifest = None
        for part in (self.open_keys, self.open_note, self.open_checkpoint): self.guard(6, part)
        for number, check in ((1, self.check_manifest), (3, self.check_sequence), (4, self.check_chain),
                              (5, self.check_inclusion), (6, self.check_checkpoint), (7, self.check_consistency),
                              (8, self.check_payloads), (9, self.check_configuration), (10, self.check_decisions),
                              (11, self.check_labels), (12, self.check_rules), (13, self.check_artifacts)):
            self.guard(number, check)

    def bad(self, number, what): self.found.append((number, what))

    def guard(self, number, work):
        try: work()
        except Exception as e: self.bad(number, "cannot be checked: %s %s" % (type(e).__name__, e))

    def json(self, path): return parse(self.files[path])

    def read(self, path):
        *lines, rest = self.files[path].split(b"\n")
        if rest: self.bad(2, path + ": its last line is unfinished")
        history = self.histories[path] = []
        for i, line in enumerate(lines):
            try:
                header = parse(line)
                if not is_canonical(header, line): self.bad(2, "%s line %d: not canonical JSON" % (path, i + 1))
                history.append((header, sha(b"\x00", line)))
            except (ValueError, AttributeError) as e: self.bad(2, "%s line %d: %s" % (path, i + 1, e))

    def open_keys(self):
        self.windows = key_windows([Note(self.files[p].decode()) for p in sorted(self.files) if p.startswith("keys/")])

    def open_note(self): self.note = Note(self.files["proofs/checkpoint"].decode())
    def open_checkpoint(self): self.checkpoint = self.note and Checkpoint(self.note.text)

    def holds(self, note, size): return any(f <= size <= u and note.by(k) for k, f, u in self.windows or [])

    def check_manifest(self):
        data = self.files["MANIFEST.json"]
        m = self.manifest = parse(data)
        if not is_canonical(m, data) or m["format"] != "stint-audit/1": self.bad(1, "MANIFEST.json: not canonical, or another format")
        for path in set(m["files"]) | set(self.files) - {"MANIFEST.json", "MANIFEST.sig"}:
            said, there = m["files"].get(path), self.files.get(path)
            if said is None or there is None: self.bad(1, path + ": added or missing")
            elif said != {"sha256": hexsha(there), "size": len(there)}: self.bad(1, path + ": changed")
        note = Note(self.files["MANIFEST.sig"].decode())
        if note.text != "%s\nstint-audit/1 manifest\n%s\n" % (m["origin"], hexsha(data)): self.bad(1, "MANIFEST.sig: of another")
        elif not self.holds(note, m["size"]): self.bad(1, "MANIFEST.sig: not a signature of the log's key")
        counts = {"events": sum(self.files[p].count(b"\n") for p in self.histories), "erased": m["counts"]["erased"],
                  "payloads": sum(p.startswith("payloads/") for p in self.files)}
        if counts != m["counts"] or [p[7:-6] for p in self.runs] != m["runs"]: self.bad(1, "MANIFEST.json: counts or runs differ")

    def check_sequence(self):
        expected = self.json("expected.json")["runs"]
        for path, history in self.histories.items():
            run = path in self.runs
            pid = "run|" + path[7:-6] if run else "job|" + path[5:-6]
            if [h["seq"] for h, _ in history] != list(range(1, len(history) + 1)): self.bad(3, path + ": an event is missing or moved")
            if any(h["pid"] != pid for h, _ in history): self.bad(3, path + ": an event of another history")
            if not history or history[0][0]["type"] != ("run.submitted" if run else "job.published"): self.bad(3, path + ": no beginning")
            if not run: continue
            ends = [i for i, (h, _) in enumerate(history) if h["type"] == "run.finished"]
            if ends and any(h["type"] not in AFTERWARDS for h, _ in history[ends[0] + 1:]): self.bad(3, path + ": events after its end")
            said = expected.pop(path[7:-6], {})
            if said.get("events") != len(history) or said.get("head") != (history[-1][1].hex() if history else ""):
                self.bad(3, path + ": not the end that was expected")
            if ends and said.get("status") != history[ends[0]][0]["data"]["status"]: self.bad(3, path + ": another status")
        if expected: self.bad(3, "expected.json: runs that are missing")

    def check_chain(self):
        for path, history in self.histories.items():
            prev = ""
            for h, digest in history:
                if h["prev"] != prev: self.bad(4, "%s event %s: the chain is broken" % (path, h["seq"]))
                prev = digest.hex()

    def check_inclusion(self):
        c = self.checkpoint
        if c is None: return  # check 6 says so
        for path, history in self.histories.items():
            run = path in self.runs
            base = "proofs/" + (path[7:-6] if run else "job." + path[5:-6])
            proof, hashes = self.json(base + ".json"), [d for _, d in history]
            leaves = proof["leaves"]
            if proof["pid"] != ("run|" + path[7:-6] if run else "job|" + path[5:-6]) or proof["size"] != c.size \
                    or len(leaves) != len(hashes) or sorted(set(leaves)) != leaves:
                self.bad(5, path + ": the proof of another")
                continue
            if root_of(leaves, hashes, c.size, map(b64, proof["rest"])) != c.root: self.bad(5, path + ": not in the log")
            for name, at in ((".first.tlog-proof", 0), (".last.tlog-proof", -1)):
                head, _, note = self.files[base + name].decode().partition("\n\n")
                title, index, *steps = head.split("\n")
                if title != "c2sp.org/tlog-proof@v1" or index != "index %d" % leaves[at] or Note(note).text != c.text \
                        or fold(leaves[at], c.size, hashes[at], map(b64, steps)) != c.root: self.bad(5, base + name + ": does not hold")

    def witnessed(self):
        return [w for w in self.trust["witness"] or [] if w[1].origin == self.checkpoint.origin
                and any(w[2].by(k) for k, _, _ in self.windows)]

    def check_checkpoint(self):
        c, m = self.checkpoint, self.manifest or {}
        if c is None or self.windows is None: return
        if not self.holds(self.note, c.size): self.bad(6, "proofs/checkpoint: not signed by a key that held at its size")
        if not m.get("origin") == c.origin == self.windows[0][0].name or m.get("size") != c.size: self.bad(6, "another log or size than the manifest's")
        if self.trust["key"] and all(k.text != self.trust["key"].text for k, _, _ in self.windows): self.bad(6, "the log of another key")
        if self.trust["witness"] is None: return
        seen = self.witnessed()
        if not seen: self.bad(6, "the witness has no checkpoint of this log")
        for at, w, _ in seen:
            if w.size == c.size and w.root != c.root: self.bad(6, "a fork: the witness saw another root at this size")
            if w.size > c.size and moment(at) <= moment(m["exportedAt"]): self.bad(6, "stale: the witness had seen more when this was exported")

    def check_consistency(self):
        c, proven = self.checkpoint, []
        if c is None: return
        for p in self.json("proofs/consistency.json")["from"]:
            if consistent(p["size"], c.size, list(map(b64, p["path"])), b64(p["root"]), c.root): proven.append((p["size"], b64(p["root"])))
            else: self.bad(7, "the log does not continue size %s" % p["size"])
        old = [self.trust["since"]] if self.trust["since"] else []
        for note in old:
            since = Checkpoint(note.text)
            if not self.holds(note, since.size): self.bad(7, "--since is of another log")
            elif since.size > c.size: self.bad(7, "stale: you hold a larger checkpoint")
            elif (since.size, since.root) not in proven + [(c.size, c.root)]: self.bad(7, "no proof from the checkpoint you hold, or a fork")
        if self.trust["witness"] is not None:
            newest = max((w for _, w, _ in self.witnessed() if w.size <= c.size), key=lambda w: w.size, default=None)
            if newest and newest.size != c.size and (newest.size, newest.root) not in proven: self.bad(7, "no proof from what the witness saw")

    def check_payloads(self):
        jobs = {h[0][0]["data"]["job"]["digest"] for h in self.runs.values() if h and "job" in h[0][0]["data"]}
        named = set()
        for path, history in self.histories.items():
            gone = set()
            file = "erasure/" + (path[7:-6] if path in self.runs else "job." + path[5:-6]) + ".json"
            if file in self.files:
                gone = set(self.json(file)["commits"])
                if not any(self.erased(h) for h, _ in history) and not (gone and gone <= self.expired(history)):
                    self.bad(8, file + ": nobody who may has erased anything")
                    gone = set()
            for h, _ in history:
                for commit in names(h, jobs):
                    if not commit or commit in named: continue
                    named.add(commit)
                    data = self.files.get("payloads/" + commit)
                    if data is None:
                        if commit not in gone: self.bad(8, "%s event %s: payload %s is missing" % (path, h["seq"], commit))
                        continue
                    try: ok = hexsha(payload(data)) == commit
                    except (ValueError, KeyError): ok = False
                    if not ok: self.bad(8, "payloads/%s: changed" % commit)
        for path in self.files:
            if path.startswith("payloads/") and path[9:] not in named: self.bad(8, path + ": no event names it")

    @staticmethod
    def expired(history):  # artifacts that time took before the rest
        made = {a["payload"] for h, _ in history if h["type"] == "step.attempt_succeeded" for a in h["data"].get("artifacts", [])}
        return {c for h, _ in history if h["type"] == "artifacts.erased" and h["by"] == "system" for c in h["data"]["payloads"]} & made

    @staticmethod
    def erased(h):
        d = h["data"]
        if h["type"] != "payload.erased": return False
        if d.get("basis") == "retention" and h["by"] == "system": return True
        return bool(d.get("requestedBy")) and bool(d.get("approvedBy")) and d["requestedBy"] != d["approvedBy"]

    def check_configuration(self):
        published = {(p[5:-6], h["data"].get("digest")) for p, hs in self.histories.items() if p not in self.runs for h, _ in hs}
        digests, pins = set(), {}
        for path, history in self.runs.items():
            folder = ""
            for h, _ in history:
                d = h["data"]
                if h["type"] == "run.submitted":
                    job = d["job"]
                    folder = "config/jobs/%s/" % job["digest"]
                    if (job["name"], job["digest"]) not in published: self.bad(9, path + ": its job was never published")
                    if job["digest"] in digests: continue
                    digests.add(job["digest"])
                    listing = [[p[len(folder):], hexsha(self.files[p])] for p in sorted(self.files) if p.startswith(folder)]
                    if hexsha(jcs(listing)) != job["digest"]: self.bad(9, folder + ": not the job that the run names")
                if h["type"] not in ("step.attempt_started", "step.attempt_succeeded") or not d.get("pins"): continue
                pin = d["pins"]
                pins["{" + ", ".join("%s=%s" % kv for kv in sorted(pin.items())) + "}"] = pin
                tool = "config/tools/%s@%s.json" % (pin.get("tool"), pin.get("tool_version"))
                if tool in self.files and hexsha(jcs(self.json(tool)["inputSchema"])) != pin.get("tool_schema"): self.bad(9, tool + ": another schema")
                prompt = self.files.get(folder + pin["prompt"]) if "prompt" in pin else None
                if prompt is not None and hexsha(prompt) != pin["prompt_hash"]: self.bad(9, "%s: another prompt" % pin["prompt"])
        if any(p.startswith("config/jobs/") and p.split("/")[2] not in digests for p in self.files): self.bad(9, "a job that no run names")
        if self.files.get("config/pins.json") != jcs([pins[k] for k in sorted(pins)]): self.bad(9, "config/pins.json: others than the events name")

    def check_rules(self):
        for path, history in self.histories.items():
            epoch, writer = 0, ""
            for h, _ in history:
                if h["epoch"] != (epoch if h["writer"] == writer else epoch + 1): self.bad(12, "%s event %s: two owners" % (path, h["seq"]))
                epoch, writer = h["epoch"], h["writer"]
        for path, history in self.runs.items():
            if history: self.rules(path, history)

    def rules(self, path, history):
        first, used, held, over, approvals, paused = history[0][0], 0, {}, False, {}, False
        submission = first["data"]
        plan = Plan(submission)
        for h, _ in history[1:]:
            d, kind = h["data"], h["type"]
            def bad(what): self.bad(12, "%s event %s: %s" % (path, h["seq"], what))
            if kind == "approval.requested": approvals[d["approval"]] = dict(d, outcome="")
            if kind == "approval.granted": approvals[d["approval"]].update(outcome="granted", decided=h["by"])
            if kind in ("approval.rejected", "approval.expired", "approval.voided"): approvals[d["approval"]]["outcome"] = kind
            if kind in ("step.attempt_started", "child.started"):
                if not d["verdict"]["allowed"]: bad("an effect that no policy allowed")
                if over or paused: bad("an effect after the run was stopped")
                if d["unit"] in held: bad("two permits at once")
                gate = (plan.step(d["unit"]) or {}).get("gate") if not submission["dryRun"] else None
                a = approvals.get(d.get("approval"), {})
                if gate and a.get("outcome") != "granted": bad("an effect without approval")
                elif gate:
                    if (a["args"], a["unit"]) != (d["args"], d["unit"]): bad("something else was approved")
                    if gate["fourEyes"] and a["decided"] in (first["by"], a.get("editor")): bad("approved by the same person")
                    if a["decided"] not in a["by"] and not any(n.startswith("group:") for n in a["by"]): bad("approved by another")
                held[d["unit"]] = d["reserved"]
            if kind in ("step.attempt_succeeded", "step.attempt_failed", "step.attempt_lost", "step.attempt_in_doubt"):
                if d["unit"] not in held: bad("an outcome without a permit")
                elif kind == "step.attempt_succeeded" and not 0 <= d["tokens"] <= held[d["unit"]]: bad("more spent than was held")
                held.pop(d["unit"], 0)
                used += max(0, d["tokens"])
            if kind == "child.ended":
                if d["unit"] not in held: bad("the end of a child without a permit")
                held.pop(d["unit"], 0)
                used += sum(max(0, n) for n in d["spent"].values())
            if used + sum(held.values()) > submission["budget"]["hard"]: bad("spent above the cap")
            if kind == "run.budget_alerted" and not d["used"] == used >= d["soft"]: bad("an alert that spending does not give")
            if kind == "run.paused": paused = True
            if kind == "run.resumed": paused = False
            over = over or kind in ("run.kill_accepted", "run.cancel_requested", "run.deadline_passed", "run.policy_violated", "run.finished")
            plan.grow(h)

    def check_decisions(self):
        for path, history in self.runs.items():
            again = Again(history[0][0])
            for h, _ in history[1:]:
                for what in again.event(h): self.bad(10, "%s event %s: %s" % (path, h["seq"], what))

    def check_labels(self):
        for path, history in self.runs.items():
            labels = Labels(history[0][0], self.simulated)
            for h, _ in history[1:]:
                for what in labels.event(h):
                    self.bad(11, "%s event %s: %s" % (path, h["seq"], what))
                    if what in (FELL, MISSING): self.bad(10, "%s event %s: %s" % (path, h["seq"], what))

    def check_artifacts(self):
        attested = set()
        for path, history in self.runs.items():
            run, job = path[7:-6], history[0][0]["data"]["job"]
            for h, _ in history:
                for a in h["data"].get("artifacts", []) if h["type"] == "step.attempt_succeeded" else []:
                    file = self.files.get("payloads/" + a["payload"])
                    try: wrong = file is not None and hexsha(payload(file)[32:]) != a["sha256"]
                    except (ValueError, KeyError): wrong = True
                    if wrong: self.bad(13, "%s: artifact %s changed" % (path, a["name"]))
                    name = "attest/%s/%s.dsse" % (run, a["name"])
                    attested.add(name)
                    envelope = self.json(name)
                    body, kind = b64(envelope["payload"]), envelope["payloadType"]
                    message = ("DSSEv1 %d %s %d " % (len(kind), kind, len(body))).encode() + body
                    if not any(signed(k.raw, message, b64(envelope["signatures"][0]["sig"])) for k, _, _ in self.windows or []): self.bad(13, name + ": not signed by the log")
                    s = parse(body)
                    if s["subject"] != [{"name": a["name"], "digest": {"sha256": a["sha256"]}}] or s["predicate"]["run"] != run \
                            or s["predicate"]["resolvedDependencies"][0]["digest"]["sha256"] != job["digest"]: self.bad(13, name + ": of something else")
        if any(p.startswith("attest/") and p not in attested for p in self.files): self.bad(13, "an attestation of no artifact")


def names(h, jobs):
    d, kind = h["data"], h["type"]
    if kind == "run.submitted": return [d["inputs"]]
    if kind == "step.attempt_started": return [d["args"]]
    if kind == "step.attempt_succeeded": return [d["output"]] + [a["payload"] for a in d.get("artifacts", [])]
    if kind in ("step.doubt_resolved", "step.reused", "child.ended"): return [d["output"]]
    if kind == "child.started": return [d["args"]]
    if kind == "signal.received": return [d["payload"]]
    if kind == "approval.requested": return [d["content"], d["args"]]
    return [d["bundle"]] if kind == "job.published" and d["digest"] in jobs else []

def payload(data):
    p = parse(data)
    return b64(p["salt"]) + (p["text"].encode("utf-8") if "text" in p else b64(p["base64"]))

def witness_folder(path):
    kept = []
    for folder, _, files in os.walk(path):
        for name in sorted(f for f in files if f.endswith(".jsonl")):
            for line in open(os.path.join(folder, name), "rb").read().split(b"\n")[:-1]:
                try: entry = parse(line)
                except ValueError: continue  # torn by a crash
                note = Note(entry["note"])
                kept.append((entry["at"], Checkpoint(note.text), note))
    return kept

class Bare(Bundle):
    """Histories without anything around them, maybe of tools that were made up: what those bring is anybody's guess."""
    simulated = True

    def __init__(self, path):
        self.files, self.found, self.histories = {path: open(path, "rb").read()}, [], {}
        self.read(path)
        self.runs = self.histories
        for number, check in ((10, self.check_decisions), (11, self.check_labels), (12, self.check_runs)): self.guard(number, check)

    def check_runs(self):
        for path, history in self.runs.items(): self.rules(path, history)

def histories(paths):
    for path in paths:
        for number, what in Bare(path).found: print(number, what)

def main(args):
    if args[:1] == ["--histories"]: return histories(args[1:])
    trust, paths, quiet = {"key": None, "witness": None, "since": None}, [], False
    while args:
        arg = args.pop(0)
        if arg == "--origin-key": trust["key"] = Key(args.pop(0))
        elif arg == "--witness": trust["witness"] = witness_folder(args.pop(0))
        elif arg == "--since": trust["since"] = Note(open(args.pop(0), encoding="utf-8").read())
        elif arg == "--quiet": quiet = True
        else: paths.append(arg)
    if not paths:
        print(__doc__, file=sys.stderr)
        return 64
    worst = 0
    for path in paths:
        try:
            bundle = Bundle(load(path), trust)
            found, events = bundle.found, sum(map(len, bundle.histories.values()))
        except (ValueError, IndexError, struct.error) as e: found, events = [(1, "not a bundle: %s" % e)], 0
        reason = min((n for n, _ in found), default=0)
        worst = worst or reason
        if quiet:
            print(reason, path)
            continue
        for number, title in TITLES.items():
            print("%s %2d  %s" % ("\u2717" if any(n == number for n, _ in found) else "\u2713", number, title))
            for what in [w for n, w in found if n == number][:10]: print("       " + what)
        print("  --  not done here: what of 10 and 11 needs the expressions of the job")
        print("NOT VERIFIED: reason %d" % reason if reason else "verified: %d events" % events)
    return worst

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
