package dev.stint.config.expression;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Arithmetic on JSON numbers, where 1 and 1.0 are one value: whole and decimal numbers mix, and a
 * quotient is exact (7 / 2 is 3.5), because CEL's own division would cut off 7 / 2 but not 7.0 / 2,
 * and a record in canonical JSON cannot tell these apart.
 */
final class Arithmetic {
  /** CEL without its division. */
  static final CelStandardDeclarations DECLARED_STANDARD =
      CelStandardDeclarations.newBuilder()
          .excludeFunctions(CelStandardDeclarations.StandardFunction.DIVIDE)
          .build();

  /** The same at run time. */
  static final CelStandardFunctions BOUND_STANDARD =
      CelStandardFunctions.newBuilder()
          .excludeFunctions(CelStandardFunctions.StandardFunction.DIVIDE)
          .build();

  static final List<CelFunctionDecl> DECLARATIONS;
  static final List<CelFunctionBinding> BINDINGS;

  static {
    var declarations = new ArrayList<CelFunctionDecl>();
    var bindings = new ArrayList<CelFunctionBinding>();
    mixed("add", "_+_", (a, b) -> a + b, declarations, bindings);
    mixed("subtract", "_-_", (a, b) -> a - b, declarations, bindings);
    mixed("multiply", "_*_", (a, b) -> a * b, declarations, bindings);
    division(declarations, bindings);
    DECLARATIONS = List.copyOf(declarations);
    BINDINGS = List.copyOf(bindings);
  }

  private Arithmetic() {}

  private static void mixed(
      String word,
      String operator,
      DoubleBinaryOperator operation,
      List<CelFunctionDecl> declarations,
      List<CelFunctionBinding> bindings) {
    String wholeFirst = "stint_" + word + "_int_double";
    String decimalFirst = "stint_" + word + "_double_int";
    declarations.add(
        newFunctionDeclaration(
            operator,
            overload(wholeFirst, SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
            overload(decimalFirst, SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT)));
    bindings.add(
        CelFunctionBinding.from(
            wholeFirst, Long.class, Double.class, (a, b) -> operation.applyAsDouble(a, b)));
    bindings.add(
        CelFunctionBinding.from(
            decimalFirst, Double.class, Long.class, (a, b) -> operation.applyAsDouble(a, b)));
  }

  private static void division(
      List<CelFunctionDecl> declarations, List<CelFunctionBinding> bindings) {
    declarations.add(
        newFunctionDeclaration(
            "_/_",
            overload("stint_divide_int", SimpleType.DYN, SimpleType.INT, SimpleType.INT),
            overload("stint_divide_double", SimpleType.DYN, SimpleType.DOUBLE, SimpleType.DOUBLE),
            overload("stint_divide_int_double", SimpleType.DYN, SimpleType.INT, SimpleType.DOUBLE),
            overload(
                "stint_divide_double_int", SimpleType.DYN, SimpleType.DOUBLE, SimpleType.INT)));
    bindings.add(
        CelFunctionBinding.from(
            "stint_divide_int", Long.class, Long.class, Arithmetic::divideWhole));
    bindings.add(
        CelFunctionBinding.from(
            "stint_divide_double", Double.class, Double.class, Arithmetic::divide));
    bindings.add(
        CelFunctionBinding.from(
            "stint_divide_int_double", Long.class, Double.class, (a, b) -> divide(a, b)));
    bindings.add(
        CelFunctionBinding.from(
            "stint_divide_double_int", Double.class, Long.class, (a, b) -> divide(a, b)));
  }

  private static Object divideWhole(long a, long b) {
    boolean fits = b != 0 && a % b == 0 && !(a == Long.MIN_VALUE && b == -1);
    if (fits) return a / b;
    return divide(a, b);
  }

  private static double divide(double a, double b) {
    if (b == 0) throw new ExpressionException("divide_by_zero", "division by zero");
    return a / b;
  }

  private static CelOverloadDecl overload(String id, CelType result, CelType a, CelType b) {
    return newGlobalOverload(id, result, a, b);
  }
}
