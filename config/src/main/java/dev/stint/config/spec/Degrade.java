package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a step gets when a tool that changes nothing stays away (B6); the record says so.
 *
 * @param cached the last good result of the same call, at most so old
 * @param value this, when there is none
 */
public record Degrade(Optional<Duration> cached, Optional<JsonNode> value) {}
