/**
 * Files to text, in a process of their own: what comes from outside is read where it can hurt
 * nothing but that process (M2).
 */
package dev.stint.runtime.knowledge.parse;
