package dev.stint.persistence.fault;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/** The one death a process was told to die. Loaded only when the property is set. */
final class Fault {
  static final String PROPERTY = "stint.fault";
  private static final int SIGKILL = 9;
  private static final AtomicInteger LEFT = new AtomicInteger(times(property()));
  private static final String POINT = property().replaceAll(":.*", "");

  private Fault() {}

  private static String property() {
    return System.getProperty(PROPERTY, "");
  }

  private static int times(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1));
  }

  static void reached(FaultPoint point) {
    if (!point.word().equals(POINT) || LEFT.decrementAndGet() != 0) return;
    System.err.println("fault point " + POINT + " reached: the process kills itself");
    System.err.flush();
    die();
  }

  /** No hook, no buffer, no other thread gets a say; unlike {@code Runtime.halt} nothing exits. */
  @SuppressWarnings("restricted")
  private static void die() {
    Linker linker = Linker.nativeLinker();
    var raise =
        linker.downcallHandle(
            linker.defaultLookup().find("raise").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) raise.invokeExact(SIGKILL);
    } catch (Throwable t) {
      throw new LinkageError("the process outlived its fault point", t);
    }
  }
}
