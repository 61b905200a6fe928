package dev.stint.config.yaml;

import dev.stint.config.text.Position;

/** Why a document was refused, with its stable code. */
public record YamlProblem(Position at, String code, String message, String hint) {}
