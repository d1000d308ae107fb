package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.PartitionKey;
import dev.reckon.sql.catalog.PartitionText;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `FOR VALUES`: bounds of the partitions of one table, which must not meet. For one statement.
final class PartitionBounds {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    /// Types whose text another DateStyle reads otherwise, unless it is ISO's.
    private static final Set<DataType> DATES =
            Set.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMPTZ);

    private final Definitions definitions;
    private final Table parent;
    private final PartitionKey key;

    /// The types of the key's values, and the names by which messages call them.
    private final List<DataType> types = new ArrayList<>();

    private final List<Integer> modifiers = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    PartitionBounds(Definitions definitions, Table parent) {
        this.definitions = definitions;
        this.parent = parent;
        this.key = parent.partitioning().key().orElseThrow();
        List<String> texts = PartitionText.elements(parent);
        for (int i = 0; i < texts.size(); i++) {
            PartitionKey.Element element = key.elements().get(i);
            Scalar bound =
                    definitions
                            .binder()
                            .bindRowExpression(
                                    Parser.parseExpression(texts.get(i)),
                                    parent,
                                    ConstraintDefinitions.rowColumns(parent),
                                    DefinitionPlace.PARTITION_KEY);
            types.add(bound.type());
            modifiers.add(bound.modifier());
            names.add(
                    element.columnNumber() == 0
                            ? element.expression()
                            : Lookup.columnName(parent, element.columnNumber()));
        }
    }

    /// Finds what a partition holds.
    ///
    /// @throws DatabaseException 42P16 when it is wrong
    PartitionBound bind(TableStatement.PartitionBound bound) {
        return switch (bound) {
            case TableStatement.PartitionBound.Default _ -> {
                if (key.strategy() == PartitionKey.Strategy.HASH) {
                    throw invalid("a hash-partitioned table may not have a default partition");
                }
                yield new PartitionBound.Default();
            }
            case TableStatement.PartitionBound.In in -> list(in);
            case TableStatement.PartitionBound.Range range -> range(range);
            case TableStatement.PartitionBound.Hash hash -> hash(hash);
        };
    }

    /// @param name of the partition, for messages
    /// @throws DatabaseException 42P17 when another partition holds some of it already
    void requireNew(PartitionBound found, TableStatement.PartitionBound bound, String name) {
        try {
            requireNew(found, name);
        } catch (DatabaseException notNew) {
            throw notNew.at(position(bound));
        }
    }

    private static int position(TableStatement.PartitionBound bound) {
        return switch (bound) {
            case TableStatement.PartitionBound.In(List<Expression> values) ->
                    values.getFirst().position();
            case TableStatement.PartitionBound.Range(List<Expression> from, List<Expression> _) ->
                    from.getFirst().position();
            case TableStatement.PartitionBound.Default _, TableStatement.PartitionBound.Hash _ ->
                    -1;
        };
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_TABLE_DEFINITION, message);
    }

    private static DatabaseException wrong(String message) {
        return new DatabaseException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    private void requireStrategy(PartitionKey.Strategy strategy) {
        if (key.strategy() != strategy) {
            String word =
                    switch (key.strategy()) {
                        case LIST -> "list";
                        case RANGE -> "range";
                        case HASH -> "hash";
                    };
            throw invalid("invalid bound specification for a " + word + " partition");
        }
    }

    private PartitionBound list(TableStatement.PartitionBound.In in) {
        requireStrategy(PartitionKey.Strategy.LIST);
        var values = new ArrayList<String>();
        for (Expression each : in.values()) {
            Value value = value(each, 0);
            String text = value.isNull() ? PartitionBound.NULL : literal(value, 0);
            if (!values.contains(text)) {
                values.add(text);
            }
        }
        return new PartitionBound.In(values);
    }

    private PartitionBound range(TableStatement.PartitionBound.Range range) {
        requireStrategy(PartitionKey.Strategy.RANGE);
        if (range.from().size() != key.elements().size()) {
            throw invalid("FROM must specify exactly one value per partitioning column");
        }
        if (range.to().size() != key.elements().size()) {
            throw invalid("TO must specify exactly one value per partitioning column");
        }
        return new PartitionBound.Range(ends(range.from()), ends(range.to()));
    }

    private List<String> ends(List<Expression> expressions) {
        var ends = new ArrayList<String>();
        String endless = "";
        for (int i = 0; i < expressions.size(); i++) {
            Optional<String> word = word(expressions.get(i));
            if (!endless.isEmpty() && !word.filter(endless::equals).isPresent()) {
                throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "every bound following " + endless + " must also be " + endless)
                        .at(expressions.get(i).position());
            }
            if (word.isPresent()) {
                endless = word.get();
                ends.add(endless);
                continue;
            }
            Value value = value(expressions.get(i), i);
            if (value.isNull()) {
                throw wrong("cannot specify NULL in range bound");
            }
            ends.add(literal(value, i));
        }
        return ends;
    }

    private static Optional<String> word(Expression expression) {
        if (expression instanceof Expression.ColumnReference reference
                && reference.names().size() == 1) {
            return switch (reference.names().getFirst()) {
                case "minvalue" -> Optional.of(PartitionBound.MINIMUM);
                case "maxvalue" -> Optional.of(PartitionBound.MAXIMUM);
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private PartitionBound hash(TableStatement.PartitionBound.Hash hash) {
        requireStrategy(PartitionKey.Strategy.HASH);
        if (hash.modulus() <= 0) {
            throw invalid("modulus for hash partition must be an integer value greater than zero");
        }
        if (hash.remainder() < 0) {
            throw invalid(
                    "remainder for hash partition must be an integer value greater than or equal"
                            + " to zero");
        }
        if (hash.remainder() >= hash.modulus()) {
            throw invalid("remainder for hash partition must be less than modulus");
        }
        return new PartitionBound.Hash(hash.modulus(), hash.remainder());
    }

    private Value value(Expression expression, int element) {
        DataType type = types.get(element);
        Scalar bound =
                definitions
                        .binder()
                        .bindBound(expression, type, modifiers.get(element), names.get(element));
        return QueryCompiler.of(definitions.modifications())
                .scalars(List.of())
                .compile(bound)
                .evaluate(ONE_ROW, definitions.newEvaluation())
                .value(0);
    }

    /// Returns a value as a literal without its type.
    private String literal(Value value, int element) {
        DataType type = definitions.catalog().baseType(types.get(element));
        String text =
                DATES.contains(type) && value instanceof Value.Int(long number)
                        ? ValueFormat.isoText(number, type, definitions.environment())
                        : ValueFormat.text(value, type, definitions.environment());
        boolean isPlain =
                (type.equals(DataType.INT4) && !text.startsWith("-"))
                        || (type.equals(DataType.NUMERIC)
                                && Character.isDigit(text.charAt(0))
                                && text.contains("."));
        if (type.equals(DataType.BOOL)) {
            return text.equals("t") ? "true" : "false";
        }
        return isPlain ? text : Identifiers.literal(text);
    }

    private void requireNew(PartitionBound bound, String name) {
        List<Table> siblings = definitions.catalog().partitions(parent.oid());
        switch (bound) {
            case PartitionBound.Default _ -> {
                for (Table sibling : siblings) {
                    if (bound(sibling) instanceof PartitionBound.Default) {
                        throw wrong(
                                "partition \""
                                        + name
                                        + "\" conflicts with existing default partition \""
                                        + sibling.name()
                                        + "\"");
                    }
                }
            }
            case PartitionBound.In in -> {
                for (Table sibling : siblings) {
                    if (bound(sibling) instanceof PartitionBound.In other
                            && in.values().stream().anyMatch(other.values()::contains)) {
                        throw overlapping(name, sibling);
                    }
                }
            }
            case PartitionBound.Range range -> {
                if (compare(range.from(), range.to()) >= 0) {
                    throw wrong("empty range bound specified for partition \"" + name + "\"")
                            .withDetail(
                                    "Specified lower bound ("
                                            + String.join(", ", range.from())
                                            + ") is greater than or equal to upper bound ("
                                            + String.join(", ", range.to())
                                            + ").");
                }
                for (Table sibling : siblings) {
                    if (bound(sibling) instanceof PartitionBound.Range other
                            && compare(range.from(), other.to()) < 0
                            && compare(other.from(), range.to()) < 0) {
                        throw overlapping(name, sibling);
                    }
                }
            }
            case PartitionBound.Hash hash -> requireNewHash(hash, name, siblings);
        }
    }

    private void requireNewHash(PartitionBound.Hash hash, String name, List<Table> siblings) {
        for (Table sibling : siblings) {
            var other = (PartitionBound.Hash) bound(sibling);
            int smaller = Math.min(hash.modulus(), other.modulus());
            int greater = Math.max(hash.modulus(), other.modulus());
            if (greater % smaller != 0) {
                throw wrong(
                                "every hash partition modulus must be a factor of the next larger"
                                        + " modulus")
                        .withDetail(
                                hash.modulus() < other.modulus()
                                        ? "The new modulus "
                                                + hash.modulus()
                                                + " is not a factor of "
                                                + other.modulus()
                                                + ", the modulus of existing partition \""
                                                + sibling.name()
                                                + "\"."
                                        : "The new modulus "
                                                + hash.modulus()
                                                + " is not divisible by "
                                                + other.modulus()
                                                + ", the modulus of existing partition \""
                                                + sibling.name()
                                                + "\".");
            }
        }
        for (Table sibling : siblings) {
            var other = (PartitionBound.Hash) bound(sibling);
            int smaller = Math.min(hash.modulus(), other.modulus());
            if (hash.remainder() % smaller == other.remainder() % smaller) {
                throw overlapping(name, sibling);
            }
        }
    }

    private static PartitionBound bound(Table partition) {
        return partition.partitioning().membership().orElseThrow().bound();
    }

    private static DatabaseException overlapping(String name, Table sibling) {
        return wrong(
                "partition \"" + name + "\" would overlap partition \"" + sibling.name() + "\"");
    }

    private int compare(List<String> left, List<String> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i), i);
            if (order != 0) {
                return order;
            }
            if (!PartitionBound.isLiteral(left.get(i))) {
                return 0;
            }
        }
        return 0;
    }

    private int compare(String left, String right, int element) {
        if (PartitionBound.isLiteral(left) && PartitionBound.isLiteral(right)) {
            DataType type = definitions.catalog().baseType(types.get(element));
            return ValueOrder.of(type).compare(read(left, type), read(right, type));
        }
        return Integer.compare(rank(left), rank(right));
    }

    private static int rank(String end) {
        return switch (end) {
            case PartitionBound.MINIMUM -> -1;
            case PartitionBound.MAXIMUM -> 1;
            default -> 0;
        };
    }

    private Value read(String literal, DataType type) {
        String text =
                Parser.parseExpression(literal) instanceof Expression.StringConstant constant
                        ? constant.value()
                        : literal;
        return ValueFormat.readText(text, type, -1, definitions.environment());
    }
}
