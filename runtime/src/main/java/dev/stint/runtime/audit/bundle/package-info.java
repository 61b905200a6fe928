/** The format {@code stint-audit/1}: what both who writes a bundle and who checks it agree on. */
package dev.stint.runtime.audit.bundle;
