package dev.stint.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Takes out of a page what runs, and what is fetched from elsewhere. Pure. */
final class HtmlReferences {
  private static final Set<String> ACTIVE =
      Set.of(
          "script",
          "iframe",
          "frame",
          "frameset",
          "object",
          "embed",
          "applet",
          "portal",
          "link",
          "base",
          "form",
          "template",
          "noscript",
          "foreignobject",
          "animate",
          "set",
          "handler");

  private static final Set<String> ADDRESSES =
      Set.of(
          "src",
          "srcset",
          "imagesrcset",
          "href",
          "xlink:href",
          "action",
          "formaction",
          "poster",
          "background",
          "data",
          "cite",
          "longdesc",
          "ping",
          "manifest",
          "codebase",
          "profile",
          "lowsrc",
          "dynsrc",
          "srcdoc",
          "usemap",
          "icon");

  private static final Pattern STYLE_REACHES =
      Pattern.compile("(?i)url\\s*\\(|@import|image-set|expression\\s*\\(|\\\\");

  private HtmlReferences() {}

  static String clean(String html, RemoteReferences rule) {
    Document page = Jsoup.parse(html);
    page.outputSettings().prettyPrint(false);
    boolean changed = false;
    for (Element element : page.getAllElements()) changed |= clean(element, rule);
    return changed ? page.outerHtml() : html;
  }

  private static boolean clean(Element element, RemoteReferences rule) {
    String name = element.normalName();
    boolean refresh = name.equals("meta") && element.attr("http-equiv").equalsIgnoreCase("refresh");
    boolean reaching = name.equals("style") && STYLE_REACHES.matcher(element.data()).find();
    if (ACTIVE.contains(name) || refresh || reaching) {
      element.remove();
      return true;
    }
    List<String> gone = new ArrayList<>();
    for (Attribute attribute : element.attributes()) {
      if (!harmless(attribute, rule)) gone.add(attribute.getKey());
    }
    gone.forEach(element::removeAttr);
    if (name.equals("img") && !element.hasAttr("src")) {
      element.replaceWith(new TextNode(element.attr("alt")));
      return true;
    }
    return !gone.isEmpty();
  }

  private static boolean harmless(Attribute attribute, RemoteReferences rule) {
    String key = attribute.getKey().toLowerCase(Locale.ROOT);
    String value = attribute.getValue();
    if (key.startsWith("on") || key.equals("srcdoc")) return false;
    if (key.equals("style")) return !STYLE_REACHES.matcher(value).find();
    if (key.endsWith("srcset")) {
      for (String one : value.split(",")) {
        if (!rule.mayHold(one.strip().split("\\s")[0])) return false;
      }
      return true;
    }
    // Pictures of vector graphics may fill themselves from elsewhere.
    if (value.toLowerCase(Locale.ROOT).contains("url(")) return false;
    return !ADDRESSES.contains(key) || rule.mayHold(value);
  }
}
