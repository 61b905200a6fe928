package dev.stint.runtime.connector.sql;

import dev.stint.runtime.connector.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL where every database agrees how to split it. Whatever they read differently (comments,
 * escapes in strings, dollar quotes, backticks) is refused, so that nothing can hide from whoever
 * looks at the tokens. Pure.
 */
final class SqlLexer {
  private final String sql;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlLexer(String sql) {
    this.sql = sql;
  }

  static List<SqlToken> tokens(String sql) throws SqlRefusedException {
    var lexer = new SqlLexer(sql);
    while (lexer.at < sql.length()) lexer.next();
    return List.copyOf(lexer.tokens);
  }

  private void next() throws SqlRefusedException {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) at++;
    else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) throw refused("a comment");
    else if (c == '\'') quoted('\'', Kind.STRING);
    else if (c == '"') quoted('"', Kind.QUOTED_NAME);
    else if (letter(c)) run(Kind.WORD, SqlLexer::wordPart);
    else if (c >= '0' && c <= '9') run(Kind.NUMBER, ch -> wordPart(ch) || ch == '.');
    else if (sql.startsWith("::", at)) add(Kind.SYMBOL, 2);
    else if (c == ':' && at + 1 < sql.length() && letter(sql.charAt(at + 1))) parameter();
    else if ("$`\\?@#{}".indexOf(c) >= 0 || c < ' ' || c > '~') throw refused("\"" + c + "\"");
    else add(Kind.SYMBOL, 1);
  }

  private interface Part {
    boolean test(char c);
  }

  private void run(Kind kind, Part part) throws SqlRefusedException {
    int end = at + 1;
    while (end < sql.length() && part.test(sql.charAt(end))) end++;
    boolean prefix = end < sql.length() && (sql.charAt(end) == '\'' || sql.charAt(end) == '"');
    if (prefix) throw refused("a string with a prefix");
    boolean unicode = sql.startsWith("&'", end) || sql.startsWith("&\"", end);
    if (unicode) throw refused("a string with a prefix");
    add(kind, end - at);
  }

  private void parameter() {
    int end = at + 1;
    while (end < sql.length() && wordPart(sql.charAt(end))) end++;
    tokens.add(new SqlToken(Kind.PARAMETER, sql.substring(at + 1, end), at, end));
    at = end;
  }

  private void quoted(char quote, Kind kind) throws SqlRefusedException {
    int from = at + 1;
    int end = from;
    while (true) {
      end = sql.indexOf(quote, end);
      if (end < 0) throw refused("a quote that is not closed");
      if (sql.charAt(end - 1) == '\\') throw refused("a backslash before a quote");
      boolean doubled = end + 1 < sql.length() && sql.charAt(end + 1) == quote;
      if (!doubled) break;
      end += 2;
    }
    String text = sql.substring(from, end).replace("" + quote + quote, "" + quote);
    tokens.add(new SqlToken(kind, text, at, end + 1));
    at = end + 1;
  }

  private void add(Kind kind, int length) {
    tokens.add(new SqlToken(kind, sql.substring(at, at + length), at, at + length));
    at += length;
  }

  private SqlRefusedException refused(String what) {
    return new SqlRefusedException(
        "expected plain SQL, found " + what + " at character " + (at + 1));
  }

  private static boolean letter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean wordPart(char c) {
    return letter(c) || c >= '0' && c <= '9';
  }
}
