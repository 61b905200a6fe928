/** Holds, erasure and retention of what runs hold; the rules are in {@code decision}. */
package dev.stint.runtime.custody;
