/**
 * Files below roots that the owner names, as tools that no path and no link leads out of (B2, B13).
 */
package dev.stint.runtime.connector.file;
