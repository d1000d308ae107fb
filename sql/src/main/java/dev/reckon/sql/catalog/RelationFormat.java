package dev.reckon.sql.catalog;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// Tables, views, indexes and sequences as bytes: the rest of [DefinitionFormat] after the header.
final class RelationFormat {
    private RelationFormat() {}

    static void writeTable(DefinitionWriter writer, Table table) {
        writer.writeLong(table.rowTypeOid());
        writer.writeLong(table.rowArrayOid());
        writer.writeEnum(table.persistence());
        writer.writeEnum(table.onCommit());
        writer.writeLong(table.storageId());
        writer.writeLong(table.lastNumber());
        writeColumns(writer, table.columns());
        writer.writeList(table.constraints(), each -> writeConstraint(writer, each));
        writer.writeOptional(table.definition(), each -> writeViewDefinition(writer, each));
        writer.writeBoolean(table.populated());
        writer.writeOptional(table.partitioning().key(), each -> writeKey(writer, each));
        writer.writeOptional(
                table.partitioning().membership(),
                each -> {
                    writer.writeLong(each.parentOid());
                    writeBound(writer, each.bound());
                });
    }

    private static void writeKey(DefinitionWriter writer, PartitionKey key) {
        writer.writeEnum(key.strategy());
        writer.writeList(
                key.elements(),
                element -> {
                    writer.writeLong(element.columnNumber());
                    writer.writeText(element.expression());
                });
    }

    private static PartitionKey readKey(DefinitionReader reader) {
        return new PartitionKey(
                reader.readEnum(PartitionKey.Strategy.class),
                reader.readList(
                        () -> new PartitionKey.Element(reader.readInt(), reader.readText())));
    }

    private static void writeBound(DefinitionWriter writer, PartitionBound bound) {
        switch (bound) {
            case PartitionBound.Default _ -> writer.writeByte('d');
            case PartitionBound.In(List<String> values) -> {
                writer.writeByte('l');
                writer.writeList(values, writer::writeText);
            }
            case PartitionBound.Range(List<String> from, List<String> to) -> {
                writer.writeByte('r');
                writer.writeList(from, writer::writeText);
                writer.writeList(to, writer::writeText);
            }
            case PartitionBound.Hash(int modulus, int remainder) -> {
                writer.writeByte('h');
                writer.writeLong(modulus);
                writer.writeLong(remainder);
            }
        }
    }

    private static PartitionBound readBound(DefinitionReader reader) {
        int kind = reader.readByte();
        return switch (kind) {
            case 'd' -> new PartitionBound.Default();
            case 'l' -> new PartitionBound.In(reader.readList(reader::readText));
            case 'r' ->
                    new PartitionBound.Range(
                            reader.readList(reader::readText), reader.readList(reader::readText));
            case 'h' -> new PartitionBound.Hash(reader.readInt(), reader.readInt());
            default ->
                    throw new DatabaseException(
                            SqlState.DATA_CORRUPTED,
                            "a partition's bound has the unknown kind " + kind);
        };
    }

    private static Partitioning readPartitioning(DefinitionReader reader) {
        return reader.version() < 3
                ? Partitioning.NONE
                : new Partitioning(
                        reader.readOptional(() -> readKey(reader)),
                        reader.readOptional(() ->
                                new Partitioning.Membership(reader.readLong(), readBound(reader))));
    }

    static Table readTable(DefinitionReader reader, Header header) {
        int rowTypeOid = reader.readInt();
        int rowArrayOid = reader.readInt();
        var persistence = reader.readEnum(Table.Persistence.class);
        var onCommit = reader.readEnum(Table.OnCommit.class);
        return new Table(
                header,
                persistence,
                onCommit,
                reader.readLong(),
                rowTypeOid,
                rowArrayOid,
                reader.readInt(),
                readColumns(reader),
                reader.readList(() -> readConstraint(reader)),
                reader.readOptional(() -> readViewDefinition(reader)),
                reader.readBoolean(),
                readPartitioning(reader));
    }

    private static void writeConstraint(DefinitionWriter writer, Constraint constraint) {
        writer.writeLong(constraint.oid());
        writer.writeText(constraint.name());
        writeNumbers(writer, constraint.columns());
        switch (constraint.rule()) {
            case Constraint.Unique(boolean primaryKey, long indexOid) -> {
                writer.writeByte('u');
                writer.writeBoolean(primaryKey);
                writer.writeLong(indexOid);
            }
            case Constraint.Check(String text, boolean noInherit) -> {
                writer.writeByte('c');
                writer.writeText(text);
                writer.writeBoolean(noInherit);
            }
            case Constraint.ForeignKey key -> {
                writer.writeByte('f');
                writer.writeLong(key.referencedOid());
                writeNumbers(writer, key.referencedColumns());
                writer.writeLong(key.indexOid());
                writer.writeBoolean(key.matchFull());
                writer.writeEnum(key.onDelete());
                writeNumbers(writer, key.deleteColumns());
                writer.writeEnum(key.onUpdate());
            }
        }
        writer.writeBoolean(constraint.deferrable());
        writer.writeBoolean(constraint.initiallyDeferred());
        writer.writeBoolean(constraint.validated());
    }

    private static Constraint readConstraint(DefinitionReader reader) {
        return new Constraint(
                reader.readLong(),
                reader.readText(),
                readNumbers(reader),
                readRule(reader),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean());
    }

    private static Constraint.Rule readRule(DefinitionReader reader) {
        int kind = reader.readByte();
        return switch (kind) {
            case 'u' -> new Constraint.Unique(reader.readBoolean(), reader.readLong());
            case 'c' -> new Constraint.Check(reader.readText(), reader.readBoolean());
            case 'f' ->
                    new Constraint.ForeignKey(
                            reader.readLong(),
                            readNumbers(reader),
                            reader.readLong(),
                            reader.readBoolean(),
                            reader.readEnum(Constraint.Action.class),
                            readNumbers(reader),
                            reader.readEnum(Constraint.Action.class));
            default ->
                    throw new DatabaseException(
                            SqlState.DATA_CORRUPTED, "a constraint has the unknown kind " + kind);
        };
    }

    private static void writeViewDefinition(DefinitionWriter writer, ViewDefinition definition) {
        writer.writeText(definition.text());
        writer.writeList(definition.searchPath(), writer::writeText);
        writer.writeList(
                definition.dependencies(),
                each -> {
                    writer.writeLong(each.oid());
                    writer.writeLong(each.columnNumber());
                });
    }

    private static ViewDefinition readViewDefinition(DefinitionReader reader) {
        return new ViewDefinition(
                reader.readText(),
                reader.readList(reader::readText),
                reader.readList(() -> new Dependency(reader.readLong(), reader.readInt())));
    }

    static void writeView(DefinitionWriter writer, View view) {
        writer.writeLong(view.rowTypeOid());
        writer.writeLong(view.rowArrayOid());
        writeColumns(writer, view.columns());
        writeViewDefinition(writer, view.definition());
        writer.writeBoolean(view.temporary());
    }

    static View readView(DefinitionReader reader, Header header) {
        int rowTypeOid = reader.readInt();
        int rowArrayOid = reader.readInt();
        List<TableColumn> columns = readColumns(reader);
        ViewDefinition definition = readViewDefinition(reader);
        if (reader.version() < 2) {
            reader.readText(); // The check option, which could only be NONE.
        }
        return new View(header, columns, definition, reader.readBoolean(), rowTypeOid, rowArrayOid);
    }

    static void writeIndex(DefinitionWriter writer, Index index) {
        writer.writeLong(index.tableOid());
        writer.writeLong(index.storageId());
        writer.writeText(index.method());
        writer.writeList(
                index.keys(),
                key -> {
                    writer.writeLong(key.columnNumber());
                    writer.writeText(key.expression());
                    writer.writeText(key.name());
                    writer.writeBoolean(key.descending());
                    writer.writeBoolean(key.nullsFirst());
                });
        writeNumbers(writer, index.included());
        writer.writeBoolean(index.unique());
        writer.writeBoolean(index.primary());
        writer.writeBoolean(index.nullsNotDistinct());
        writer.writeOptional(index.predicate(), writer::writeText);
        writer.writeBoolean(index.clustered());
        writer.writeLong(index.parentOid());
    }

    static Index readIndex(DefinitionReader reader, Header header) {
        return new Index(
                header,
                reader.readLong(),
                reader.readLong(),
                reader.readText(),
                reader.readList(() ->
                        new Index.Key(
                                reader.readInt(),
                                reader.readText(),
                                reader.readText(),
                                reader.readBoolean(),
                                reader.readBoolean())),
                readNumbers(reader),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readOptional(reader::readText),
                reader.version() >= 2 && reader.readBoolean(),
                reader.version() >= 3 ? reader.readLong() : 0);
    }

    static void writeSequence(DefinitionWriter writer, Sequence sequence) {
        writer.writeType(sequence.type());
        writer.writeLong(sequence.counterId());
        writer.writeLong(sequence.start());
        writer.writeLong(sequence.increment());
        writer.writeLong(sequence.minimum());
        writer.writeLong(sequence.maximum());
        writer.writeLong(sequence.cache());
        writer.writeBoolean(sequence.cycle());
        writer.writeLong(sequence.ownerTableOid());
        writer.writeLong(sequence.ownerColumn());
        writer.writeBoolean(sequence.identity());
        writer.writeBoolean(sequence.temporary());
    }

    static Sequence readSequence(DefinitionReader reader, Header header) {
        return new Sequence(
                header,
                reader.readType(),
                reader.readLong(),
                reader.readLong(),
                reader.readLong(),
                reader.readLong(),
                reader.readLong(),
                reader.readLong(),
                reader.readBoolean(),
                reader.readLong(),
                reader.readInt(),
                reader.readBoolean(),
                reader.readBoolean());
    }

    static void writeColumns(DefinitionWriter writer, List<TableColumn> columns) {
        writer.writeList(
                columns,
                column -> {
                    writer.writeLong(column.number());
                    writer.writeText(column.name());
                    writer.writeType(column.type());
                    writer.writeLong(column.modifier());
                    writer.writeBoolean(column.notNull());
                    writer.writeOptional(column.defaultText(), writer::writeText);
                    writer.writeOptional(column.generatedText(), writer::writeText);
                    writer.writeEnum(column.identity());
                    writer.writeLong(column.sequenceOid());
                    writer.writeList(column.privileges(), writer::writePrivileges);
                });
    }

    static List<TableColumn> readColumns(DefinitionReader reader) {
        return reader.readList(() ->
                new TableColumn(
                        reader.readInt(),
                        reader.readText(),
                        reader.readType(),
                        reader.readInt(),
                        reader.readBoolean(),
                        reader.readOptional(reader::readText),
                        reader.readOptional(reader::readText),
                        reader.readEnum(TableColumn.Identity.class),
                        reader.readLong(),
                        reader.readList(reader::readPrivileges)));
    }

    private static void writeNumbers(DefinitionWriter writer, List<Integer> numbers) {
        writer.writeList(numbers, number -> writer.writeLong(number));
    }

    private static List<Integer> readNumbers(DefinitionReader reader) {
        return reader.readList(reader::readInt);
    }
}
