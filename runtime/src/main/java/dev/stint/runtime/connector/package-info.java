/** Tools that reach outside, opened from a node's settings (B2, B5). */
package dev.stint.runtime.connector;
