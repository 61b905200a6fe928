/** Citations: numbering sources, and proving that each one is what it claims to be (F4, A17). */
package dev.stint.runtime.citation;
