/**
 * Where knowledge comes from: what a source lists, and how one of its documents is fetched (D1).
 */
package dev.stint.runtime.knowledge.source;
