package dev.stint.runtime.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the names of a directory, word by word, in time that does not grow with the directory.
 *
 * <p>{@code Jane Doe} is found in any case and with any separators ({@code jane.doe}, {@code
 * JANE_DOE}, {@code JaneDoe}), with a middle initial, turned around after a comma ({@code Doe,
 * Jane}) and with an initial for the first name ({@code J. Doe}). A name of one word must stand as
 * the directory writes it, because it may be a common word too.
 */
final class NameRecognizer implements Recognizer {
  private static final String SEPARATORS = " \t\r\n.,_-'*\u00a0";

  private enum Form {
    PLAIN,
    TURNED,
    INITIAL,
    EXACT
  }

  private record Entry(List<String> words, Form form, String identity) {}

  private record Word(String text, String lower, int from, int to) {}

  private final Map<String, List<Entry>> byFirst = new HashMap<>();

  NameRecognizer(PeopleDirectory people) {
    people.names().forEach(this::add);
  }

  @Override
  public List<Found> find(String folded) {
    List<Word> words = words(folded);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (Entry entry : byFirst.getOrDefault(words.get(i).lower(), List.of())) {
        int last = match(entry, words, i, folded);
        if (last < 0) continue;
        int to = words.get(last).to();
        found.add(
            new Found(RedactionKind.EMPLOYEE_NAME, words.get(i).from(), to, entry.identity()));
      }
    }
    return found;
  }

  private void add(String name) {
    String plain = FoldedText.of(name).text();
    int comma = plain.indexOf(',');
    String ordered =
        comma < 0 ? plain : plain.substring(comma + 1) + " " + plain.substring(0, comma);
    List<String> words = words(ordered).stream().map(Word::lower).toList();
    if (words.isEmpty()) return;
    if (words.size() == 1) {
      put(new Entry(List.of(words(ordered).getFirst().text()), Form.EXACT, words.getFirst()));
      return;
    }
    List<String> main = words.stream().filter(word -> word.length() > 1).toList();
    List<String> name2 = main.size() < 2 ? words : main;
    String identity = String.join(" ", name2);
    put(new Entry(name2, Form.PLAIN, identity));
    put(new Entry(List.of(String.join("", name2)), Form.PLAIN, identity));
    List<String> firstAndLast = List.of(name2.getFirst(), name2.getLast());
    put(new Entry(firstAndLast, Form.PLAIN, identity));
    put(new Entry(List.of(name2.getLast(), name2.getFirst()), Form.TURNED, identity));
    put(
        new Entry(
            List.of(name2.getFirst().substring(0, 1), name2.getLast()), Form.INITIAL, identity));
  }

  private void put(Entry entry) {
    String key = entry.words().getFirst().toLowerCase(Locale.ROOT);
    byFirst.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
  }

  /** Index of the last word of a match at {@code i}, or -1. */
  private static int match(Entry entry, List<Word> words, int i, String text) {
    int at = i;
    for (int w = 1; w < entry.words().size(); w++) {
      int next = at + 1;
      boolean initial = next + 1 < words.size() && words.get(next).lower().length() == 1;
      if (initial && !words.get(next).lower().equals(entry.words().get(w))) next++;
      if (next >= words.size() || !words.get(next).lower().equals(entry.words().get(w))) return -1;
      if (!joined(words, at, next, text)) return -1;
      at = next;
    }
    boolean fits =
        switch (entry.form()) {
          case PLAIN -> true;
          case TURNED -> text.substring(words.get(i).to(), words.get(at).from()).contains(",");
          case INITIAL ->
              Character.isUpperCase(text.charAt(words.get(i).from()))
                  && Character.isUpperCase(text.charAt(words.get(at).from()))
                  && !text.substring(words.get(i).to(), words.get(at).from()).contains(",");
          case EXACT -> words.get(i).text().equals(entry.words().getFirst());
        };
    return fits ? at : -1;
  }

  private static boolean joined(List<Word> words, int from, int to, String text) {
    for (int i = from; i < to; i++) {
      for (int c = words.get(i).to(); c < words.get(i + 1).from(); c++) {
        if (SEPARATORS.indexOf(text.charAt(c)) < 0) return false;
      }
    }
    return true;
  }

  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && Character.isLetter(text.charAt(i));
      if (letter && start < 0) start = i;
      if (!letter && start >= 0) {
        String word = text.substring(start, i);
        words.add(new Word(word, word.toLowerCase(Locale.ROOT), start, i));
        start = -1;
      }
    }
    return words;
  }
}
