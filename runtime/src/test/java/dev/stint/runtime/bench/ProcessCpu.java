package dev.stint.runtime.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Processor time that this process has used: what a unit of work costs hardly depends on who else
 * uses the machine, while how long it takes does.
 *
 * @param nanos of everything
 * @param javaNanos of the threads that run Java, carriers of virtual ones included; the rest is
 *     compiling and collecting garbage, which a longer warm-up makes less
 */
record ProcessCpu(long nanos, long javaNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static ProcessCpu now() {
    long java = 0;
    for (long thread : THREADS.getAllThreadIds()) {
      java += Math.max(0, THREADS.getThreadCpuTime(thread));
    }
    return new ProcessCpu(SYSTEM.getProcessCpuTime(), java);
  }

  ProcessCpu since(ProcessCpu start) {
    return new ProcessCpu(nanos - start.nanos, javaNanos - start.javaNanos);
  }
}
