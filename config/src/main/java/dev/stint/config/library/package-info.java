/**
 * Components that jobs import: step templates, prompts, policies, each with a version (A4). An
 * import is expanded before anything of the job is checked, so that an expanded job is held to the
 * same rules as one written by hand, and a component can never do what its job may not.
 */
package dev.stint.config.library;
