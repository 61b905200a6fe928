/** YAML 1.2 as a tree that knows where everything stands, read within hard limits (M2). */
package dev.stint.config.yaml;
