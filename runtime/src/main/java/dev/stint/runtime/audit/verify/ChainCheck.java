package dev.stint.runtime.audit.verify;

/** Check 4: each record names the hash of the one before. */
record ChainCheck(OpenedBundle bundle, Findings findings) {
  void run() {
    long links = 0;
    for (History history : bundle.histories()) {
      String prev = "";
      for (Line line : history.lines()) {
        if (!line.text("prev").equals(prev)) {
          findings.add(
              Check.CHAIN,
              "chain_broken",
              history.where(line.seq()),
              "prev " + (prev.isEmpty() ? "\"\"" : prev),
              line.text("prev"));
        }
        prev = line.hash();
        links++;
      }
    }
    findings.note(Check.CHAIN, links + " links");
  }
}
