package dev.reckon.sql.plan;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A typed expression over the columns of a row. Functions are resolved, conversions are explicit,
/// constants are folded where that cannot fail. Immutable.
///
/// A column id that the input of a node doesn't have is an outer reference: its value comes from
/// the row for which the enclosing [Apply] or subquery runs.
public sealed interface Scalar {
    DataType type();

    /// Returns PostgreSQL's type modifier, -1 when there is none.
    default int modifier() {
        return -1;
    }

    /// Returns the scalars directly below; not those inside the plans of subqueries.
    default List<Scalar> operands() {
        return List.of();
    }

    /// Returns this with each of [#operands] replaced.
    default Scalar map(UnaryOperator<Scalar> change) {
        return this;
    }

    /// A scalar of three-valued logic.
    sealed interface Truth extends Scalar {
        @Override
        default DataType type() {
            return DataType.BOOL;
        }
    }

    /// Reads a column.
    record ColumnValue(int id, String name, DataType type, int modifier) implements Scalar {}

    record Constant(Value value, DataType type, int modifier) implements Scalar {
        public boolean isNull() {
            return value.isNull();
        }
    }

    /// A parameter of the statement, or a literal that the plan cache lifted out of its text.
    ///
    /// @param index from 0
    record Parameter(int index, DataType type) implements Scalar {}

    /// A function, an operator or a cast.
    ///
    /// @param position offset in the statement's text for errors, -1 when unknown
    record Call(
            ScalarFunction function,
            List<Scalar> arguments,
            DataType type,
            int modifier,
            int position)
            implements Scalar {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<Scalar> operands() {
            return arguments;
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Call(function, mapAll(arguments, change), type, modifier, position);
        }
    }

    /// A value of another type that is held in the same way: the vector stays as it is.
    record Relabel(Scalar operand, DataType type, int modifier) implements Scalar {
        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Relabel(change.apply(operand), type, modifier);
        }
    }

    /// True when all are, evaluated from the left; in three-valued logic.
    record And(List<Scalar> operands) implements Truth {
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new And(mapAll(operands, change));
        }
    }

    /// True when one is, evaluated from the left; in three-valued logic.
    record Or(List<Scalar> operands) implements Truth {
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Or(mapAll(operands, change));
        }
    }

    record Not(Scalar operand) implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Not(change.apply(operand));
        }
    }

    /// `IS [NOT] NULL`. A `Value.Row` is NULL when all its fields are, and is not NULL when none of
    /// them is.
    record IsNull(Scalar operand, boolean negated) implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new IsNull(change.apply(operand), negated);
        }
    }

    /// `IS [NOT] TRUE|FALSE`; `IS UNKNOWN` is an [IsNull].
    ///
    /// @param value what is tested for
    record BooleanTest(Scalar operand, boolean value, boolean negated) implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new BooleanTest(change.apply(operand), value, negated);
        }
    }

    /// `IS [NOT] DISTINCT FROM`.
    ///
    /// @param equality the `=` operator of the operands' types
    record DistinctFrom(Scalar left, Scalar right, ScalarFunction equality, boolean negated)
            implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(left, right);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new DistinctFrom(change.apply(left), change.apply(right), equality, negated);
        }
    }

    /// The result of the first branch whose condition is true, else `otherwise`; nothing else is
    /// evaluated.
    record Case(List<Branch> branches, Scalar otherwise, DataType type, int modifier)
            implements Scalar {
        public Case {
            branches = List.copyOf(branches);
        }

        @Override
        public List<Scalar> operands() {
            var all = new java.util.ArrayList<Scalar>();
            for (Branch branch : branches) {
                all.add(branch.condition);
                all.add(branch.result);
            }
            all.add(otherwise);
            return all;
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            List<Branch> mapped =
                    branches.stream()
                            .map(branch ->
                                    new Branch(
                                            change.apply(branch.condition),
                                            change.apply(branch.result)))
                            .toList();
            return new Case(mapped, change.apply(otherwise), type, modifier);
        }
    }

    record Branch(Scalar condition, Scalar result) {}

    /// The first operand that is not NULL; the others are not evaluated.
    record Coalesce(List<Scalar> operands, DataType type, int modifier) implements Scalar {
        public Coalesce {
            operands = List.copyOf(operands);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Coalesce(mapAll(operands, change), type, modifier);
        }
    }

    /// `GREATEST` or `LEAST` of the operands that are not NULL, by the type's own order.
    record Extreme(boolean greatest, List<Scalar> operands, DataType type, int modifier)
            implements Scalar {
        public Extreme {
            operands = List.copyOf(operands);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Extreme(greatest, mapAll(operands, change), type, modifier);
        }
    }

    /// `IN` a list of [Constant]s and [Parameter]s, so that it can be hashed once for an execution.
    ///
    /// @param list of the operand's type
    /// @param equality the `=` operator of that type
    record InList(Scalar operand, List<Scalar> list, ScalarFunction equality, boolean negated)
            implements Truth {
        public InList {
            list = List.copyOf(list);
        }

        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new InList(change.apply(operand), list, equality, negated);
        }
    }

    /// `left operator ANY|ALL (array)`.
    ///
    /// @param comparison of `left`'s type with the array's element type
    record QuantifiedArray(
            Scalar left, ScalarFunction comparison, boolean all, Scalar array, int position)
            implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(left, array);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new QuantifiedArray(
                    change.apply(left), comparison, all, change.apply(array), position);
        }
    }

    /// `ARRAY[…]`.
    ///
    /// @param nested the elements are arrays themselves, and the result has one more dimension
    record ArrayConstructor(List<Scalar> elements, boolean nested, DataType type)
            implements Scalar {
        public ArrayConstructor {
            elements = List.copyOf(elements);
        }

        @Override
        public List<Scalar> operands() {
            return elements;
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new ArrayConstructor(mapAll(elements, change), nested, type);
        }
    }

    /// `ROW(…)`: a `Value.Row`.
    ///
    /// @param names of the fields
    /// @param type `record`, or a composite type
    /// @param mark NULL where the whole row is: an outer join has found none
    record RowConstructor(
            List<Scalar> fields, List<String> names, DataType type, Optional<Scalar> mark)
            implements Scalar {
        public RowConstructor {
            fields = List.copyOf(fields);
            names = List.copyOf(names);
        }

        /// Makes a row that is there always.
        public RowConstructor(List<Scalar> fields, List<String> names, DataType type) {
            this(fields, names, type, Optional.empty());
        }

        /// Makes a row whose fields are called `f1`, `f2`, ….
        public RowConstructor(List<Scalar> fields, DataType type) {
            this(
                    fields,
                    java.util.stream.IntStream.rangeClosed(1, fields.size())
                            .mapToObj(number -> "f" + number)
                            .toList(),
                    type);
        }

        /// Returns what the rows know of their fields.
        public RowShape shape() {
            return new RowShape(names, fields.stream().map(Scalar::type).toList());
        }

        @Override
        public List<Scalar> operands() {
            return Stream.concat(fields.stream(), mark.stream()).toList();
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new RowConstructor(mapAll(fields, change), names, type, mark.map(change));
        }
    }

    /// A field of a `Value.Row`.
    ///
    /// @param index from 0
    record FieldSelection(Scalar operand, int index, String name, DataType type, int modifier)
            implements Scalar {
        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new FieldSelection(change.apply(operand), index, name, type, modifier);
        }
    }

    /// `array[i][j]`: an element, or NULL when a subscript is out of bounds or the number of them
    /// is wrong.
    record Subscript(Scalar array, List<Scalar> indexes, DataType type, int modifier)
            implements Scalar {
        public Subscript {
            indexes = List.copyOf(indexes);
        }

        @Override
        public List<Scalar> operands() {
            return join(array, indexes);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Subscript(change.apply(array), mapAll(indexes, change), type, modifier);
        }
    }

    /// `array[l:u][l:u]`: a smaller array.
    record Slice(Scalar array, List<Bounds> bounds, DataType type) implements Scalar {
        public Slice {
            bounds = List.copyOf(bounds);
        }

        @Override
        public List<Scalar> operands() {
            var all = new java.util.ArrayList<Scalar>();
            all.add(array);
            for (Bounds each : bounds) {
                each.lower.ifPresent(all::add);
                each.upper.ifPresent(all::add);
            }
            return all;
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            List<Bounds> mapped =
                    bounds.stream()
                            .map(each -> new Bounds(each.lower.map(change), each.upper.map(change)))
                            .toList();
            return new Slice(change.apply(array), mapped, type);
        }
    }

    /// One dimension of a [Slice]; a missing end is the array's own.
    record Bounds(Optional<Scalar> lower, Optional<Scalar> upper) {}

    /// A container with a new value in one place: what `SET a[1] = …` and `SET c.f = …` store.
    ///
    /// @param container a NULL stands for an empty one
    /// @param subscripts what the place needs: the subscripts of an element, the bounds of a slice,
    ///   the keys of a path into jsonb, none for a field
    record Assignment(
            Scalar container, Place place, List<Scalar> subscripts, Scalar value, DataType type)
            implements Scalar {
        public Assignment {
            subscripts = List.copyOf(subscripts);
        }

        @Override
        public List<Scalar> operands() {
            var all = new java.util.ArrayList<Scalar>();
            all.add(container);
            all.addAll(subscripts);
            all.add(value);
            return all;
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Assignment(
                    change.apply(container),
                    place,
                    mapAll(subscripts, change),
                    change.apply(value),
                    type);
        }
    }

    /// Where an [Assignment] puts its value.
    sealed interface Place {
        /// An element of an array.
        record Element() implements Place {}

        /// A part of an array; a bound that is not given is the array's own.
        ///
        /// @param hasLower for each dimension, whether its lower bound is given
        /// @param hasUpper likewise
        record Part(List<Boolean> hasLower, List<Boolean> hasUpper) implements Place {
            public Part {
                hasLower = List.copyOf(hasLower);
                hasUpper = List.copyOf(hasUpper);
            }
        }

        /// A field of a row.
        ///
        /// @param index from 0
        /// @param count how many fields the row's type has
        record Field(int index, int count) implements Place {}

        /// A path into jsonb.
        ///
        /// @param startsWithIndex whether a NULL becomes an array, not an object
        record Json(boolean startsWithIndex) implements Place {}
    }

    /// Computes `value` once, and `body` with it as column `id`.
    record Let(int id, Scalar value, Scalar body) implements Scalar {
        @Override
        public DataType type() {
            return body.type();
        }

        @Override
        public int modifier() {
            return body.modifier();
        }

        @Override
        public List<Scalar> operands() {
            return List.of(value, body);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Let(id, change.apply(value), change.apply(body));
        }
    }

    /// Passes a value that meets a domain's constraints.
    ///
    /// Fails with 23502 (`domain d does not allow null values`) or 23514 (`value for domain d
    /// violates check constraint "c"`).
    ///
    /// @param valueId the column id under which the checks see the value
    record DomainCheck(
            Scalar operand,
            DataType type,
            int modifier,
            int valueId,
            boolean notNull,
            List<NamedCheck> checks)
            implements Scalar {
        public DomainCheck {
            checks = List.copyOf(checks);
        }

        @Override
        public List<Scalar> operands() {
            return List.of(operand);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new DomainCheck(change.apply(operand), type, modifier, valueId, notNull, checks);
        }
    }

    /// A CHECK constraint: violated when the condition is false, not when it is NULL.
    record NamedCheck(String name, Scalar condition) {}

    /// `(query)`: the one column of the one row; NULL without a row; 21000 with several.
    record ScalarSubquery(Plan plan, DataType type, int modifier) implements Scalar {}

    /// `EXISTS (query)`.
    ///
    /// @param alternative what is true exactly when it is, where there is such a thing
    record Exists(Plan plan, Optional<HashedExists> alternative) implements Scalar {
        public Exists(Plan plan) {
            this(plan, Optional.empty());
        }

        @Override
        public DataType type() {
            return DataType.BOOL;
        }

        @Override
        public List<Scalar> operands() {
            return alternative.<Scalar>map(HashedExists::hashed).stream().toList();
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new Exists(
                    plan,
                    alternative.flatMap(each ->
                            change.apply(each.hashed) instanceof QuantifiedSubquery changed
                                    ? Optional.of(new HashedExists(changed, each.rowCount))
                                    : Optional.empty()));
        }
    }

    /// A correlated EXISTS as a search among keys of rows that do not depend on the outer row. NULL
    /// stands for false.
    ///
    /// @param rowCount about how many of these rows there are
    record HashedExists(QuantifiedSubquery hashed, double rowCount) {}

    /// `IN (query)`, `operator ANY|ALL (query)`.
    ///
    /// @param condition over the plan's columns and this row's: the comparison
    /// @param all true for ALL: false when one comparison is false, else NULL when one is NULL,
    ///   else true; for ANY: true when one is true, else NULL when one is NULL, else false
    record QuantifiedSubquery(Plan plan, Scalar condition, boolean all) implements Truth {
        @Override
        public List<Scalar> operands() {
            return List.of(condition);
        }

        @Override
        public Scalar map(UnaryOperator<Scalar> change) {
            return new QuantifiedSubquery(plan, change.apply(condition), all);
        }
    }

    /// `ARRAY(query)`: the one column of all rows.
    record ArraySubquery(Plan plan, DataType type) implements Scalar {}

    /// Changes every scalar of a list.
    static List<Scalar> mapAll(List<Scalar> scalars, UnaryOperator<Scalar> change) {
        return Cancellation.stream(scalars).map(change).toList();
    }

    private static List<Scalar> join(Scalar first, List<Scalar> rest) {
        var all = new java.util.ArrayList<Scalar>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
