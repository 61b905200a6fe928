package dev.stint.runtime.citation;

/**
 * Why a draft's citations do not hold (F4, A17).
 *
 * @param section title of the section
 * @param subject the chunk id, the quoted start, or a count
 */
public record CitationProblem(Reason reason, String section, String subject) {
  /** Each way to fail has its own name. */
  public enum Reason {
    /** The run retrieved no chunk with this id. */
    NEVER_RETRIEVED,
    /** The chunk's text does not have the hash it was retrieved with. */
    HASH_MISMATCH,
    /** Fewer distinct documents than the policy asks for; one cited twice counts once. */
    TOO_FEW_SOURCES,
    /** The sentence stands in none of the chunks it cites. */
    QUOTE_NOT_FOUND,
    /** What a model wrote is not about what it cites, or has figures of its own. */
    NOT_SUPPORTED,
    /** The sentence cites nothing. */
    UNCITED_SENTENCE,
    /** The draft has no sections, so that there is nothing to hold it to. */
    NO_SECTIONS
  }

  /** One sentence for a person, without document text. */
  public String message() {
    return switch (reason) {
      case NEVER_RETRIEVED ->
          "section \"%s\" cites %s, which this run never retrieved".formatted(section, subject);
      case HASH_MISMATCH ->
          "section \"%s\" cites %s, whose text does not match its hash".formatted(section, subject);
      case TOO_FEW_SOURCES ->
          "section \"%s\" rests on too few distinct documents: %s".formatted(section, subject);
      case QUOTE_NOT_FOUND ->
          "section \"%s\": %s stands in none of its cited chunks".formatted(section, subject);
      case NOT_SUPPORTED ->
          "section \"%s\": %s does not say what its cited chunks say".formatted(section, subject);
      case UNCITED_SENTENCE -> "section \"%s\": %s cites nothing".formatted(section, subject);
      case NO_SECTIONS -> "the draft has no sections";
    };
  }
}
