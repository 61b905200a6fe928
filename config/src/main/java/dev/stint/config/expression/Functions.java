package dev.stint.config.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelFunctionBinding;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Functions beside standard CEL. The string extensions that can blow a small text up ({@code
 * replace}, {@code join}) are replaced by bounded ones.
 */
final class Functions {
  static final CelStringExtensions STRINGS =
      CelExtensions.strings(
          CelStringExtensions.Function.CHAR_AT,
          CelStringExtensions.Function.INDEX_OF,
          CelStringExtensions.Function.LAST_INDEX_OF,
          CelStringExtensions.Function.LOWER_ASCII,
          CelStringExtensions.Function.SPLIT,
          CelStringExtensions.Function.SUBSTRING,
          CelStringExtensions.Function.TRIM,
          CelStringExtensions.Function.UPPER_ASCII);

  static final List<CelFunctionDecl> DECLARATIONS =
      List.of(
          CelFunctionDecl.newFunctionDeclaration(
              "month",
              CelOverloadDecl.newGlobalOverload(
                  "stint_month", SimpleType.STRING, SimpleType.STRING, SimpleType.INT)),
          CelFunctionDecl.newFunctionDeclaration(
              "replace",
              CelOverloadDecl.newMemberOverload(
                  "stint_replace",
                  SimpleType.STRING,
                  SimpleType.STRING,
                  SimpleType.STRING,
                  SimpleType.STRING)),
          CelFunctionDecl.newFunctionDeclaration(
              "join",
              CelOverloadDecl.newMemberOverload(
                  "stint_join",
                  SimpleType.STRING,
                  ListType.create(SimpleType.STRING),
                  SimpleType.STRING)));

  static final List<CelFunctionBinding> BINDINGS =
      List.of(
          CelFunctionBinding.from("stint_month", String.class, Long.class, Functions::month),
          CelFunctionBinding.from(
              "stint_replace",
              List.of(String.class, String.class, String.class),
              args -> replace((String) args[0], (String) args[1], (String) args[2])),
          CelFunctionBinding.from("stint_join", List.class, String.class, Functions::join));

  private Functions() {}

  /** The month, as {@code YYYY-MM} in UTC, {@code shift} months after the one of a timestamp. */
  static String month(String timestamp, long shift) {
    try {
      var at = OffsetDateTime.parse(timestamp).withOffsetSameInstant(ZoneOffset.UTC);
      return YearMonth.from(at).plusMonths(shift).toString();
    } catch (DateTimeException e) {
      throw new ExpressionException(
          "bad_argument", "month() expects an RFC 3339 timestamp and a number of months");
    }
  }

  private static String replace(String text, String from, String to) {
    if (from.isEmpty()) {
      throw new ExpressionException("bad_argument", "replace() expects a text to look for");
    }
    long occurrences = 0;
    for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length())) {
      occurrences++;
    }
    bounded(text.length() + occurrences * (to.length() - from.length()));
    return text.replace(from, to);
  }

  private static String join(List<?> parts, String separator) {
    long length = 0;
    for (Object part : parts) {
      if (!(part instanceof String text)) {
        throw new ExpressionException("type_mismatch", "join() expects a list of texts");
      }
      length += text.length() + (long) separator.length();
      bounded(length);
    }
    return String.join(separator, parts.stream().map(String.class::cast).toList());
  }

  private static void bounded(long length) {
    if (length > ResultReader.MAX_BYTES) {
      throw new ExpressionException(
          "result_too_large",
          "the text would have more than " + ResultReader.MAX_BYTES + " characters");
    }
  }
}
