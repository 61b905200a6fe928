package dev.stint.runtime.retrieval;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * Takes out what site generators add to Markdown: front matter, Jekyll and Liquid tags, Hugo
 * shortcodes, attribute lists, comments. Line numbers stay as they were. Linear time.
 */
final class MarkupNoise {
  private static final Pattern FRONT_MATTER =
      Pattern.compile(
          "\\A(?:---[ \\t]*\\r?\\n(?s:.*?)\\n(?:---|\\.\\.\\.)[ \\t]*(?:\\r?\\n|\\z)|\\+\\+\\+[ \\t]*\\r?\\n(?s:.*?)\\n\\+\\+\\+[ \\t]*(?:\\r?\\n|\\z))");
  private static final Pattern TITLE =
      Pattern.compile(
          "(?m)^title[ \\t]*[:=][ \\t]*[\"']?([^\\r\\n\"']+(?:'[^\\r\\n\"']+)*)[\"']?[ \\t]*$");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern DROPPED_BLOCK =
      Pattern.compile(
          "(?is)\\{%-?\\s*(?:comment|mermaid_diagram|mermaid)\\b.*?%}.*?\\{%-?\\s*end(?:comment|mermaid_diagram|mermaid)\\s*-?%}"
              + "|<(?:script|style|svg)\\b.*?</(?:script|style|svg)\\s*>");
  private static final Pattern CHANNEL =
      Pattern.compile("\\{%-?\\s*slack_channel\\s+[\"']#?([^\"'%]+)[\"']\\s*-?%}");
  private static final Pattern TAG =
      Pattern.compile("(?s)\\{%.*?%}|\\{\\{[<%]?.*?[>%]?}}|\\{:[^}\\n]*}");
  private static final Pattern HTML_TAG = Pattern.compile("(?s)</?[a-zA-Z][^<>]*>");

  /** Markdown without noise, and the title its front matter gave. */
  record Cleaned(String text, Optional<String> title) {}

  private MarkupNoise() {}

  static Cleaned clean(String markdown) {
    Matcher front = FRONT_MATTER.matcher(markdown);
    Optional<String> title = Optional.empty();
    String text = markdown;
    if (front.find()) {
      Matcher named = TITLE.matcher(front.group());
      if (named.find()) title = Optional.of(named.group(1).strip());
      text = lineBreaks(front.group()) + markdown.substring(front.end());
    }
    text = blank(COMMENT, text);
    text = blank(DROPPED_BLOCK, text);
    text = CHANNEL.matcher(text).replaceAll("#$1");
    text = blank(TAG, text);
    return new Cleaned(text, title);
  }

  /** The text of an HTML fragment. */
  static String htmlText(String html) {
    return HTML_TAG
        .matcher(html)
        .replaceAll(" ")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String blank(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    var out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(text, end, matcher.start()).append(lineBreaks(matcher.group()));
      end = matcher.end();
    }
    return out.append(text, end, text.length()).toString();
  }

  private static String lineBreaks(String removed) {
    return "\n".repeat((int) removed.chars().filter(c -> c == '\n').count());
  }
}
