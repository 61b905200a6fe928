/** The index of one source in a folder: kept up to date, searched by words and by meaning (D1). */
package dev.stint.runtime.knowledge.index;
