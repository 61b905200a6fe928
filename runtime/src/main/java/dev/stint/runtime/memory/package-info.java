/** Long-term memory: facts that outlive the run that found them, with provenance (D2). */
package dev.stint.runtime.memory;
