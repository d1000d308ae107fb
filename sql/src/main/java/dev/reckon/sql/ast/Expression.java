package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Something with a value.
///
/// `position` of an operator, a special form between operands, or a `::` cast is that of the
/// operator itself; of everything else that of its first character.
public sealed interface Expression {
    /// Where PostgreSQL puts the caret when it blames this node.
    int position();

    // Constants.

    /// An integer constant that fits in 32 bits.
    record IntegerConstant(int value, int position) implements Expression {}

    /// A number with a point or an exponent, or an integer past 32 bits.
    ///
    /// @param text the digits as written; an integer's type (`bigint` or `numeric`) follows from
    ///   its size
    record NumericConstant(String text, int position) implements Expression {}

    /// A string constant of yet unknown type.
    record StringConstant(String value, int position) implements Expression {}

    /// A bit string.
    ///
    /// @param digits the digits between the quotes
    /// @param hexadecimal written as `X''`: four bits a digit
    record BitConstant(String digits, boolean hexadecimal, int position) implements Expression {}

    /// `TRUE` or `FALSE`.
    record BooleanConstant(boolean value, int position) implements Expression {}

    /// `NULL`.
    record NullConstant(int position) implements Expression {}

    /// `$n`.
    ///
    /// @param number the number, from 1
    record Parameter(int number, int position) implements Expression {}

    /// `DEFAULT`, where a row of `VALUES` or an assignment allows it.
    record DefaultValue(int position) implements Expression {}

    // Names and what is reached through them.

    /// A column, or a table for its whole row.
    ///
    /// @param names one at least: `column`, `table.column`, `schema.table.column`, …
    record ColumnReference(List<String> names, int position) implements Expression {}

    /// `*` or `table.*`.
    ///
    /// @param qualifier the names before the star; empty for the star alone
    record Star(List<String> qualifier, int position) implements Expression {}

    /// `(operand).field`.
    record FieldSelection(Expression operand, String field, int position) implements Expression {}

    /// `(operand).*`.
    record FieldStar(Expression operand, int position) implements Expression {}

    /// `operand[index]`.
    record Subscript(Expression operand, Expression index, int position) implements Expression {}

    /// `operand[lower:upper]`.
    record Slice(
            Expression operand,
            Optional<Expression> lower,
            Optional<Expression> upper,
            int position)
            implements Expression {}

    // Operators.

    /// A prefix operator. A minus before a number is already part of the constant.
    record Unary(Operator operator, Expression operand, int position) implements Expression {}

    /// An operator between two operands.
    record Binary(Operator operator, Expression left, Expression right, int position)
            implements Expression {}

    /// `a AND b AND …`; two operands at least.
    record And(List<Expression> operands, int position) implements Expression {}

    /// `a OR b OR …`; two operands at least.
    record Or(List<Expression> operands, int position) implements Expression {}

    /// `NOT operand`.
    record Not(Expression operand, int position) implements Expression {}

    /// `operand IS [NOT] NULL`.
    record IsNull(Expression operand, boolean negated, int position) implements Expression {}

    /// `operand IS [NOT] TRUE`, `FALSE` or `UNKNOWN`.
    record BooleanTest(Expression operand, TruthValue value, boolean negated, int position)
            implements Expression {}

    /// What a [BooleanTest] tests for.
    enum TruthValue {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /// `left IS [NOT] DISTINCT FROM right`.
    record DistinctFrom(Expression left, Expression right, boolean negated, int position)
            implements Expression {}

    /// `operand [NOT] BETWEEN [SYMMETRIC] low AND high`.
    record Between(
            Expression operand,
            Expression low,
            Expression high,
            boolean symmetric,
            boolean negated,
            int position)
            implements Expression {}

    /// `operand [NOT] LIKE pattern [ESCAPE escape]` and its relatives.
    record Like(
            Expression operand,
            Expression pattern,
            Optional<Expression> escape,
            LikeKind kind,
            boolean negated,
            int position)
            implements Expression {}

    /// Which pattern a [Like] has.
    enum LikeKind {
        LIKE,
        ILIKE,
        SIMILAR_TO
    }

    /// `operand [NOT] IN (a, b, …)`.
    record InList(Expression operand, List<Expression> list, boolean negated, int position)
            implements Expression {}

    /// `operand [NOT] IN (query)`.
    record InSubquery(Expression operand, Query query, boolean negated, int position)
            implements Expression {}

    /// `left operator ANY|ALL (array)`. `LIKE ANY` has the operator `~~`, `NOT ILIKE ALL` has
    /// `!~~*`.
    record QuantifiedArray(
            Expression left, Operator operator, boolean all, Expression array, int position)
            implements Expression {}

    /// `left operator ANY|ALL (query)`.
    record QuantifiedSubquery(
            Expression left, Operator operator, boolean all, Query query, int position)
            implements Expression {}

    // Forms with their own syntax.

    /// `EXISTS (query)`.
    record Exists(Query query, int position) implements Expression {}

    /// `(query)` as a value.
    record ScalarSubquery(Query query, int position) implements Expression {}

    /// `ARRAY(query)`.
    record ArraySubquery(Query query, int position) implements Expression {}

    /// `ARRAY[a, b]`; in it `[a, b]` is a nested constructor.
    record ArrayConstructor(List<Expression> elements, int position) implements Expression {}

    /// `ROW(a, b)` or `(a, b)`.
    ///
    /// @param explicit written with the word `ROW`
    record Row(List<Expression> fields, boolean explicit, int position) implements Expression {}

    /// `CASE [operand] WHEN … THEN … [ELSE …] END`.
    record Case(
            Optional<Expression> operand,
            List<When> branches,
            Optional<Expression> otherwise,
            int position)
            implements Expression {}

    /// A branch of a [Case].
    record When(Expression condition, Expression result, int position) {}

    /// `COALESCE(a, b, …)`.
    record Coalesce(List<Expression> operands, int position) implements Expression {}

    /// `NULLIF(left, right)`.
    record NullIf(Expression left, Expression right, int position) implements Expression {}

    /// `GREATEST(…)` or `LEAST(…)`.
    record Extreme(boolean greatest, List<Expression> operands, int position)
            implements Expression {}

    /// A conversion that was asked for.
    record Cast(Expression operand, TypeName type, CastForm form, int position)
            implements Expression {}

    /// How a [Cast] was written.
    enum CastForm {
        /// `CAST(x AS type)`
        CAST,
        /// `x::type`
        COLONS,
        /// `type 'x'`: a typed constant; the operand is a [StringConstant].
        TYPED_CONSTANT
    }

    /// `operand COLLATE collation`.
    record Collate(Expression operand, QualifiedName collation, int position)
            implements Expression {}

    /// `name(…)` in all its forms, aggregates and window functions included.
    ///
    /// @param arguments the arguments; a [NamedArgument] among them is `name => value`
    /// @param star `f(*)`
    /// @param distinct `f(DISTINCT …)`
    /// @param variadic the last argument is preceded by `VARIADIC`
    /// @param orderBy the sort keys within the parentheses, or those of `WITHIN GROUP`
    /// @param withinGroup `orderBy` comes from `WITHIN GROUP`
    /// @param filter the condition of `FILTER (WHERE …)`
    /// @param over the window
    /// @param form how it was written
    record FunctionCall(
            QualifiedName name,
            List<Expression> arguments,
            boolean star,
            boolean distinct,
            boolean variadic,
            List<SortKey> orderBy,
            boolean withinGroup,
            Optional<Expression> filter,
            Optional<Over> over,
            CallForm form,
            int position)
            implements Expression {
        /// A call with plain arguments and nothing else.
        public static FunctionCall of(
                QualifiedName name, List<Expression> arguments, CallForm form, int position) {
            return new FunctionCall(
                    name,
                    arguments,
                    false,
                    false,
                    false,
                    List.of(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    form,
                    position);
        }
    }

    /// How a [FunctionCall] was written.
    enum CallForm {
        /// `f(x)`
        PLAIN,
        /// In SQL's own words: `EXTRACT(year FROM x)`, `x AT TIME ZONE y`, `TRIM(BOTH FROM x)`, …
        SQL
    }

    /// `name => value` or `name := value` among a function's arguments.
    record NamedArgument(String name, Expression value, int position) implements Expression {}

    /// `CURRENT_DATE` and its relatives.
    ///
    /// @param precision the digits of a second in parentheses
    record SessionValue(SessionValueKind kind, OptionalInt precision, int position)
            implements Expression {}

    /// The values that SQL names without parentheses.
    enum SessionValueKind {
        CURRENT_DATE,
        CURRENT_TIME,
        CURRENT_TIMESTAMP,
        LOCALTIME,
        LOCALTIMESTAMP,
        CURRENT_ROLE,
        CURRENT_USER,
        SESSION_USER,
        USER,
        CURRENT_CATALOG,
        CURRENT_SCHEMA
    }

    /// `GROUPING(a, b)`.
    record Grouping(List<Expression> operands, int position) implements Expression {}

    /// `WHERE CURRENT OF cursor`.
    record CurrentOf(String cursor, int position) implements Expression {}

    /// Something PostgreSQL has and we don't; binding it is an error (0A000).
    ///
    /// @param feature its name, as it stands in the message
    record UnsupportedExpression(String feature, int position) implements Expression {}
}
