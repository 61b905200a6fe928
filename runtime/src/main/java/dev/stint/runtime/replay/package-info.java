/**
 * Deciding recorded runs again: whether they hold, and how they would have gone by other rules.
 * Calls nothing outside the process.
 */
package dev.stint.runtime.replay;
