/** Tools written as Java: records in, records out, everything else declared (B1, B3). */
package dev.stint.runtime.tool.sdk;
