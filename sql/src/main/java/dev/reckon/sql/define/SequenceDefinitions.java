package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// CREATE SEQUENCE and ALTER SEQUENCE.
public final class SequenceDefinitions {
    private final Definitions definitions;

    public SequenceDefinitions(Definitions definitions) {
        this.definitions = definitions;
    }

    /// CREATE SEQUENCE.
    public void create(SchemaStatement.CreateSequence create) {
        Optional<Schema> schema =
                TableCreation.newRelationSchema(
                        definitions, create.name(), create.persistence(), create.ifNotExists());
        if (schema.isPresent()) {
            create(
                    schema.get(),
                    create.name().name(),
                    DataType.INT8,
                    create.options(),
                    create.persistence() == TableStatement.Persistence.TEMPORARY);
        }
    }

    /// Makes a sequence.
    Sequence create(
            Schema schema, String name, DataType type, List<Option> options, boolean temporary) {
        Header header = definitions.newHeader(schema.oid(), name, 'S');
        var empty =
                new Sequence(
                        header,
                        type,
                        definitions.newOid(),
                        1,
                        1,
                        1,
                        maximum(type),
                        1,
                        false,
                        0,
                        0,
                        false,
                        temporary);
        Sequence sequence = configured(empty, options, true);
        definitions.put(sequence);
        return sequence;
    }

    /// ALTER SEQUENCE.
    public void alter(SchemaStatement.AlterSequence alter) {
        Optional<Relation> relation = definitions.relation(alter.name());
        if (relation.isEmpty() && alter.ifExists()) {
            definitions.notice(
                    SqlState.SUCCESSFUL_COMPLETION,
                    "relation \"" + alter.name().name() + "\" does not exist, skipping");
            return;
        }
        if (!(relation.orElseThrow(() -> Lookup.missingRelation(alter.name()))
                instanceof Sequence sequence)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + alter.name().name() + "\" is not a sequence");
        }
        definitions.requireOwner(sequence, "sequence");
        alter(sequence, alter.options());
    }

    /// Changes options; RESTART begins another counter, so that a rollback leaves the old one.
    Sequence alter(Sequence sequence, List<Option> options) {
        Sequence changed = configured(sequence, options, false);
        Optional<Option> restart = find(options, "restart");
        if (restart.isPresent()) {
            long start =
                    restart.get().value() instanceof Option.None
                            ? changed.start()
                            : number(restart.get());
            requireInRange(changed, start, "RESTART");
            Sequence restarted = changed.withCounter(definitions.newOid());
            definitions
                    .store()
                    .updateCounter(
                            restarted.counterId(), start - restarted.increment(), state -> state);
            changed = restarted;
        }
        definitions.put(changed);
        return changed;
    }

    private static Optional<Option> find(List<Option> options, String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    private Sequence configured(Sequence sequence, List<Option> options, boolean isNew) {
        requireNoRepeats(options);
        DataType type = find(options, "as").map(this::type).orElse(sequence.type());
        boolean typeChanged = isNew || !type.equals(sequence.type());
        long increment = find(options, "increment").map(this::number).orElse(sequence.increment());
        if (increment == 0) {
            throw invalid("INCREMENT must not be zero");
        }
        boolean up = increment > 0;
        long lowest = minimum(type);
        long highest = maximum(type);
        boolean turned = !isNew && up != sequence.increment() > 0;
        Optional<Long> given = limit(options, "maxvalue");
        boolean resetMaximum =
                isNew || typeChanged || turned || find(options, "maxvalue").isPresent();
        long maximum = given.orElse(resetMaximum ? (up ? highest : -1) : sequence.maximum());
        Optional<Long> givenMinimum = limit(options, "minvalue");
        boolean resetMinimum =
                isNew || typeChanged || turned || find(options, "minvalue").isPresent();
        long minimum = givenMinimum.orElse(resetMinimum ? (up ? 1 : lowest) : sequence.minimum());
        if (maximum > highest || maximum < lowest) {
            throw invalid(
                    "MAXVALUE (" + maximum + ") is out of range for sequence data type " + type);
        }
        if (minimum > highest || minimum < lowest) {
            throw invalid(
                    "MINVALUE (" + minimum + ") is out of range for sequence data type " + type);
        }
        if (minimum >= maximum) {
            throw invalid(
                    "MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
        }
        long start =
                find(options, "start")
                        .map(this::number)
                        .orElse(isNew ? (up ? minimum : maximum) : sequence.start());
        long cache = find(options, "cache").map(this::number).orElse(sequence.cache());
        if (cache <= 0) {
            throw invalid("CACHE (" + cache + ") must be greater than zero");
        }
        boolean cycle =
                find(options, "cycle")
                        .map(option ->
                                option.value() instanceof Option.Text(String text)
                                        && text.equals("true"))
                        .orElse(sequence.cycle());
        var changed =
                new Sequence(
                        sequence.header(),
                        type,
                        sequence.counterId(),
                        start,
                        increment,
                        minimum,
                        maximum,
                        cache,
                        cycle,
                        sequence.ownerTableOid(),
                        sequence.ownerColumn(),
                        sequence.identity(),
                        sequence.temporary());
        requireInRange(changed, start, "START");
        return find(options, "owned_by").map(option -> owned(changed, option)).orElse(changed);
    }

    private static void requireNoRepeats(List<Option> options) {
        for (int i = 0; i < options.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (options.get(i).name().equals(options.get(j).name())) {
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                            .at(options.get(i).position());
                }
            }
        }
    }

    private static void requireInRange(Sequence sequence, long value, String word) {
        if (value < sequence.minimum()) {
            throw invalid(
                    word
                            + " value ("
                            + value
                            + ") cannot be less than MINVALUE ("
                            + sequence.minimum()
                            + ")");
        }
        if (value > sequence.maximum()) {
            throw invalid(
                    word
                            + " value ("
                            + value
                            + ") cannot be greater than MAXVALUE ("
                            + sequence.maximum()
                            + ")");
        }
    }

    private Sequence owned(Sequence sequence, Option option) {
        List<String> parts =
                switch (option.value()) {
                    case Option.Name(QualifiedName name) -> name.parts();
                    case Option.Text(String text) -> List.of(text);
                    default -> List.of("none");
                };
        if (parts.size() == 1 && parts.getFirst().equals("none")) {
            return sequence.withOwner(0, 0, false);
        }
        if (parts.size() == 1) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
                    .withHint("Specify OWNED BY table.column or OWNED BY NONE.")
                    .at(option.position());
        }
        var table =
                definitions
                        .catalog()
                        .relation(definitions.searchPath(), parts.subList(0, parts.size() - 1));
        if (!(table.orElse(null) instanceof Table owner)) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_TABLE,
                    "relation \""
                            + String.join(".", parts.subList(0, parts.size() - 1))
                            + "\" does not exist");
        }
        TableColumn column =
                owner.position(parts.getLast())
                        .map(owner.columns()::get)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \""
                                                + parts.getLast()
                                                + "\" of relation \""
                                                + owner.name()
                                                + "\" does not exist"));
        return sequence.withOwner(owner.oid(), column.number(), sequence.identity());
    }

    private DataType type(Option option) {
        if (option.value() instanceof Option.Type(var name)) {
            DataType type = definitions.bindType(name).type();
            if (type.equals(DataType.INT2)
                    || type.equals(DataType.INT4)
                    || type.equals(DataType.INT8)) {
                return type;
            }
        }
        throw invalid("sequence type must be smallint, integer, or bigint");
    }

    private Optional<Long> limit(List<Option> options, String name) {
        return find(options, name)
                .filter(option -> !(option.value() instanceof Option.None))
                .map(this::number);
    }

    private long number(Option option) {
        if (option.value() instanceof Option.Number(String text)) {
            BigInteger value = new BigInteger(text.replace("_", "").replace("+", ""));
            if (value.bitLength() < Long.SIZE) {
                return value.longValueExact();
            }
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "value \"" + text + "\" is out of range for type bigint");
        }
        throw new DatabaseException(SqlState.SYNTAX_ERROR, option.name() + " requires a number")
                .at(option.position());
    }

    private static long minimum(DataType type) {
        return type.equals(DataType.INT2)
                ? Short.MIN_VALUE
                : type.equals(DataType.INT4) ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static long maximum(DataType type) {
        return type.equals(DataType.INT2)
                ? Short.MAX_VALUE
                : type.equals(DataType.INT4) ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
