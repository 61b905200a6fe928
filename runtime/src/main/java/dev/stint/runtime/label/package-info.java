/** Labels of values: what steps make of them, and where they may go. Pure; no Pekko. */
package dev.stint.runtime.label;
