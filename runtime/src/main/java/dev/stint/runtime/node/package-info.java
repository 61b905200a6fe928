/** One node: the place where everything is constructed, started and stopped. */
package dev.stint.runtime.node;
