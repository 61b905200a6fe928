/**
 * Checks bundles with nothing but the bundle: no store, no server, no Pekko is loaded. What it
 * trusts is named in {@link dev.stint.runtime.audit.verify.Trust}.
 */
package dev.stint.runtime.audit.verify;
