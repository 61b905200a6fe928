/** Tables in CSV files: reading, choosing rows, figures by group. Pure but for reading. */
package dev.stint.runtime.table;
