/** Who asks: HTTP, command line and console. Translates; decides nothing. */
package dev.stint.api;
