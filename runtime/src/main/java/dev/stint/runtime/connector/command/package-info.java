/** Programs as tools, in a sandbox (B5). */
package dev.stint.runtime.connector.command;
