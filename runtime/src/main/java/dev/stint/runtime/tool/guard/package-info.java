/**
 * What stands between a node and its tools: rates, circuits, and results that are kept (B4, B6).
 */
package dev.stint.runtime.tool.guard;
