package dev.stint.runtime.audit.bundle;

import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.RunId;

/** Where things are in a bundle. */
public final class BundleLayout {
  public static final String FORMAT = "stint-audit/1";
  public static final String MANIFEST = "MANIFEST.json";
  public static final String SIGNATURE = "MANIFEST.sig";
  public static final String CHECKPOINT = "proofs/checkpoint";
  public static final String CONSISTENCY = "proofs/consistency.json";
  public static final String EXPECTED = "expected.json";
  public static final String VERIFY = "VERIFY.md";
  public static final String PINS = "config/pins.json";

  /** The parts of the program that wrote the bundle, as CycloneDX lists them. */
  public static final String PARTS = "config/sbom.cdx.json";

  public static final String EVENTS = "events/";
  public static final String JOBS = "jobs/";
  public static final String PAYLOADS = "payloads/";
  public static final String JOB_FILES = "config/jobs/";
  public static final String TOOLS = "config/tools/";
  public static final String PROOFS = "proofs/";
  public static final String KEYS = "keys/";
  public static final String ATTESTATIONS = "attest/";
  public static final String ERASURES = "erasure/";
  public static final String LINES = ".jsonl";
  public static final String INCLUSION = ".json";
  public static final String FIRST = ".first.tlog-proof";
  public static final String LAST = ".last.tlog-proof";

  private static final String RUN = "run|";
  private static final String JOB = "job|";

  private BundleLayout() {}

  /** File of a history's headers. */
  public static String events(String persistenceId) {
    return (isRun(persistenceId) ? EVENTS : JOBS) + name(persistenceId) + LINES;
  }

  /** The history that a file of headers holds. */
  public static String persistenceId(String eventsPath) {
    boolean run = eventsPath.startsWith(EVENTS);
    int from = (run ? EVENTS : JOBS).length();
    String name = eventsPath.substring(from, eventsPath.length() - LINES.length());
    return run ? RUN + name : JobEvent.persistenceId(name);
  }

  /** Start of the paths of a history's proofs. */
  public static String proofs(String persistenceId) {
    return PROOFS + (isRun(persistenceId) ? "" : "job.") + name(persistenceId);
  }

  public static boolean isRun(String persistenceId) {
    return persistenceId.startsWith(RUN);
  }

  /** Name of the run or job whose history it is. */
  public static String name(String persistenceId) {
    return persistenceId.substring((isRun(persistenceId) ? RUN : JOB).length());
  }

  public static String payload(String commit) {
    return PAYLOADS + commit;
  }

  /** Folder of a job version's files. */
  public static String jobFiles(String digest) {
    return JOB_FILES + digest + "/";
  }

  public static String tool(String name, String version) {
    return TOOLS + name + "@" + version + ".json";
  }

  public static String attestation(RunId run, String artifact) {
    return ATTESTATIONS + run + "/" + artifact + ".dsse";
  }

  public static String erasure(RunId run) {
    return ERASURES + run + ".json";
  }
}
