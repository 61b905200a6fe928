/** Bundles made from a real journal without a node, and what is done to them. */
package dev.stint.runtime.audit;
