/** Real server processes, used from outside: killed, overloaded, and then asked what they kept. */
package dev.stint.api.harness;
