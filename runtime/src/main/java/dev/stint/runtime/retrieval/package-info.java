/** Retrieval: folders of documents cut into chunks with line and hash, searched by BM25 (D1). */
package dev.stint.runtime.retrieval;
