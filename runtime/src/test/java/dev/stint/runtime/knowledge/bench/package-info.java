/** How fast knowledge is indexed and found, and how well. */
package dev.stint.runtime.knowledge.bench;
