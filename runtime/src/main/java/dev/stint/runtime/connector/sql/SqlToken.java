package dev.stint.runtime.connector.sql;

/**
 * A piece of SQL text.
 *
 * @param text as written; of a quoted name what is between the quotes, of a parameter its name
 */
record SqlToken(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean names() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }
}
