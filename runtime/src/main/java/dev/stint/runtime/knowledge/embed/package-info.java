/** Texts to vectors, in this process, where the library is there. */
package dev.stint.runtime.knowledge.embed;
