/** Tools that a person of this node put beside it: jars with tools of their own (B1). */
package dev.stint.runtime.tool.plugin;
