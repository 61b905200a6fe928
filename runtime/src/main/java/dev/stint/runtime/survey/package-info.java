/** Looking over a set of documents: what is current, doubled, out of date, wrongly tagged. Pure. */
package dev.stint.runtime.survey;
