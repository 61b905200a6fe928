/** Reports: a cited draft as Markdown and as one self-contained page that fetches nothing (A15). */
package dev.stint.runtime.report;
