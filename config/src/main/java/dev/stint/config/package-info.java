/** What is asked for: job specs, expressions, policies and settings. Depends on nothing of ours. */
package dev.stint.config;
