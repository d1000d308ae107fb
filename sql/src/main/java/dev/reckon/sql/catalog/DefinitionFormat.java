package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/// Catalog objects as bytes: a version, the kind's letter, the header, and the rest of the record
/// in order. The store keeps and checks the bytes; nobody else looks into them.
public final class DefinitionFormat {
    private static final int VERSION = 1;

    private DefinitionFormat() {}

    /// Returns an object as bytes.
    public static byte[] encode(CatalogObject object) {
        var writer = new DefinitionWriter();
        writer.writeByte(VERSION);
        switch (object) {
            case Schema _ -> {
                writer.writeByte('n');
                writeHeader(writer, object.header());
            }
            case Table table -> writeTable(writer, table);
            case View view -> writeView(writer, view);
            case Index index -> writeIndex(writer, index);
            case Sequence sequence -> writeSequence(writer, sequence);
            case UserType.Enumeration type -> writeEnumeration(writer, type);
            case UserType.Domain domain -> writeDomain(writer, domain);
            case UserType.Composite type -> writeComposite(writer, type);
            case Routine routine -> writeRoutine(writer, routine);
            case Role role -> writeRole(writer, role);
            case Comment comment -> writeComment(writer, comment);
        }
        return writer.toBytes();
    }

    /// Reads an object.
    ///
    /// @param types finds a type by its oid
    /// @throws DatabaseException XX001 when the bytes are not an object of a known version
    static CatalogObject decode(byte[] bytes, LongFunction<DataType> types) {
        var reader = new DefinitionReader(bytes, types);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new DatabaseException(
                    SqlState.DATA_CORRUPTED, "a definition has the unknown version " + version);
        }
        int kind = reader.readByte();
        Header header = readHeader(reader);
        return switch (kind) {
            case 'n' -> new Schema(header);
            case 'r' -> readTable(reader, header);
            case 'v' -> readView(reader, header);
            case 'i' -> readIndex(reader, header);
            case 'S' -> readSequence(reader, header);
            case 'e' ->
                    new UserType.Enumeration(
                            header,
                            reader.readInt(),
                            reader.readList(() ->
                                    new UserType.Label(reader.readLong(), reader.readText())));
            case 'd' -> readDomain(reader, header);
            case 'c' -> new UserType.Composite(header, reader.readInt(), readColumns(reader));
            case 'f' -> readRoutine(reader, header);
            case 'u' -> readRole(reader, header);
            case '#' ->
                    new Comment(
                            header,
                            reader.readLong(),
                            reader.readLong(),
                            reader.readInt(),
                            reader.readText());
            default ->
                    throw new DatabaseException(
                            SqlState.DATA_CORRUPTED, "a definition has the unknown kind " + kind);
        };
    }

    /// Returns the types that a definition brings with it (its own, a row type; not their arrays),
    /// before anything that it refers to is looked up, except for a domain's base.
    static List<DataType> types(byte[] bytes, LongFunction<DataType> types) {
        var reader = new DefinitionReader(bytes, types);
        reader.readByte();
        int kind = reader.readByte();
        if ("rvedc".indexOf(kind) < 0) {
            return List.of();
        }
        Header header = readHeader(reader);
        if (kind == 'r' || kind == 'v') {
            return List.of(UserType.ofRow(reader.readInt(), header.name(), reader.readInt()));
        }
        int arrayOid = reader.readInt();
        UserType type =
                switch (kind) {
                    case 'e' -> new UserType.Enumeration(header, arrayOid, List.of());
                    case 'c' -> new UserType.Composite(header, arrayOid, List.of());
                    default ->
                            new UserType.Domain(
                                    header,
                                    arrayOid,
                                    reader.readType(),
                                    -1,
                                    false,
                                    Optional.empty(),
                                    List.of());
                };
        return List.of(type.dataType());
    }

    /// Returns the oid of the type that a definition brings with it, 0 when it brings none.
    static long typeOid(byte[] bytes) {
        var reader = new DefinitionReader(bytes, DefinitionFormat::noType);
        reader.readByte();
        int kind = reader.readByte();
        if ("rvedc".indexOf(kind) < 0) {
            return 0;
        }
        Header header = readHeader(reader);
        return kind == 'r' || kind == 'v' ? reader.readInt() : header.oid();
    }

    private static DataType noType(long oid) {
        throw new IllegalStateException("type " + oid + " is not needed here");
    }

    private static void writeHeader(DefinitionWriter writer, Header header) {
        writer.writeLong(header.oid());
        writer.writeLong(header.schemaOid());
        writer.writeText(header.name());
        writer.writeLong(header.ownerOid());
        writer.writeOptional(
                header.privileges(),
                entries -> writer.writeList(entries, entry -> writeAcl(writer, entry)));
    }

    private static Header readHeader(DefinitionReader reader) {
        return new Header(
                reader.readLong(),
                reader.readLong(),
                reader.readText(),
                reader.readLong(),
                reader.readOptional(() -> reader.readList(() -> readAcl(reader))));
    }

    private static void writeAcl(DefinitionWriter writer, AclEntry entry) {
        writer.writeLong(entry.grantee());
        writer.writeLong(entry.grantor());
        writer.writeText(entry.letters());
        writer.writeText(entry.grantable());
    }

    private static AclEntry readAcl(DefinitionReader reader) {
        return new AclEntry(
                reader.readLong(), reader.readLong(), reader.readText(), reader.readText());
    }

    private static void writeColumns(DefinitionWriter writer, List<TableColumn> columns) {
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
                    writer.writeList(column.privileges(), entry -> writeAcl(writer, entry));
                });
    }

    private static List<TableColumn> readColumns(DefinitionReader reader) {
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
                        reader.readList(() -> readAcl(reader))));
    }

    private static void writeNumbers(DefinitionWriter writer, List<Integer> numbers) {
        writer.writeList(numbers, number -> writer.writeLong(number));
    }

    private static List<Integer> readNumbers(DefinitionReader reader) {
        return reader.readList(reader::readInt);
    }

    private static void writeTable(DefinitionWriter writer, Table table) {
        writer.writeByte('r');
        writeHeader(writer, table.header());
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
    }

    private static Table readTable(DefinitionReader reader, Header header) {
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
                reader.readBoolean());
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

    private static void writeView(DefinitionWriter writer, View view) {
        writer.writeByte('v');
        writeHeader(writer, view.header());
        writer.writeLong(view.rowTypeOid());
        writer.writeLong(view.rowArrayOid());
        writeColumns(writer, view.columns());
        writeViewDefinition(writer, view.definition());
        writer.writeEnum(view.checkOption());
        writer.writeBoolean(view.temporary());
    }

    private static View readView(DefinitionReader reader, Header header) {
        int rowTypeOid = reader.readInt();
        int rowArrayOid = reader.readInt();
        return new View(
                header,
                readColumns(reader),
                readViewDefinition(reader),
                reader.readEnum(View.CheckOption.class),
                reader.readBoolean(),
                rowTypeOid,
                rowArrayOid);
    }

    private static void writeIndex(DefinitionWriter writer, Index index) {
        writer.writeByte('i');
        writeHeader(writer, index.header());
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
    }

    private static Index readIndex(DefinitionReader reader, Header header) {
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
                reader.readOptional(reader::readText));
    }

    private static void writeSequence(DefinitionWriter writer, Sequence sequence) {
        writer.writeByte('S');
        writeHeader(writer, sequence.header());
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

    private static Sequence readSequence(DefinitionReader reader, Header header) {
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

    private static void writeEnumeration(DefinitionWriter writer, UserType.Enumeration type) {
        writer.writeByte('e');
        writeHeader(writer, type.header());
        writer.writeLong(type.arrayOid());
        writer.writeList(
                type.labels(),
                label -> {
                    writer.writeLong(label.oid());
                    writer.writeText(label.text());
                });
    }

    private static void writeDomain(DefinitionWriter writer, UserType.Domain domain) {
        writer.writeByte('d');
        writeHeader(writer, domain.header());
        writer.writeLong(domain.arrayOid());
        writer.writeType(domain.base());
        writer.writeLong(domain.modifier());
        writer.writeBoolean(domain.notNull());
        writer.writeOptional(domain.defaultText(), writer::writeText);
        writer.writeList(
                domain.constraints(),
                constraint -> {
                    writer.writeLong(constraint.oid());
                    writer.writeText(constraint.name());
                    writer.writeText(constraint.text());
                    writer.writeBoolean(constraint.validated());
                });
    }

    private static UserType.Domain readDomain(DefinitionReader reader, Header header) {
        return new UserType.Domain(
                header,
                reader.readInt(),
                reader.readType(),
                reader.readInt(),
                reader.readBoolean(),
                reader.readOptional(reader::readText),
                reader.readList(() ->
                        new UserType.DomainConstraint(
                                reader.readLong(),
                                reader.readText(),
                                reader.readText(),
                                reader.readBoolean())));
    }

    private static void writeComposite(DefinitionWriter writer, UserType.Composite type) {
        writer.writeByte('c');
        writeHeader(writer, type.header());
        writer.writeLong(type.arrayOid());
        writeColumns(writer, type.columns());
    }

    private static void writeRoutine(DefinitionWriter writer, Routine routine) {
        writer.writeByte('f');
        writeHeader(writer, routine.header());
        writer.writeBoolean(routine.procedure());
        writer.writeList(
                routine.parameters(),
                parameter -> {
                    writer.writeByte(parameter.mode());
                    writer.writeText(parameter.name());
                    writer.writeType(parameter.type());
                    writer.writeOptional(parameter.defaultText(), writer::writeText);
                });
        writer.writeType(routine.result());
        writer.writeBoolean(routine.returnsSet());
        writer.writeText(routine.language());
        writer.writeText(routine.body());
        writer.writeEnum(routine.volatility());
        writer.writeBoolean(routine.strict());
        writer.writeBoolean(routine.securityDefiner());
        writer.writeList(routine.searchPath(), writer::writeText);
    }

    private static Routine readRoutine(DefinitionReader reader, Header header) {
        return new Routine(
                header,
                reader.readBoolean(),
                reader.readList(() ->
                        new Routine.Parameter(
                                (char) reader.readByte(),
                                reader.readText(),
                                reader.readType(),
                                reader.readOptional(reader::readText))),
                reader.readType(),
                reader.readBoolean(),
                reader.readText(),
                reader.readText(),
                reader.readEnum(Volatility.class),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readList(reader::readText));
    }

    private static void writeRole(DefinitionWriter writer, Role role) {
        writer.writeByte('u');
        writeHeader(writer, role.header());
        writer.writeBoolean(role.superuser());
        writer.writeBoolean(role.inherit());
        writer.writeBoolean(role.createRole());
        writer.writeBoolean(role.createDatabase());
        writer.writeBoolean(role.login());
        writer.writeBoolean(role.replication());
        writer.writeBoolean(role.bypassRowSecurity());
        writer.writeLong(role.connectionLimit());
        writer.writeOptional(role.password(), writer::writeText);
        writer.writeOptional(role.validUntil(), writer::writeLong);
        writer.writeList(
                role.memberOf(),
                membership -> {
                    writer.writeLong(membership.roleOid());
                    writer.writeBoolean(membership.admin());
                    writer.writeLong(membership.grantorOid());
                });
        writer.writeList(
                new ArrayList<>(role.settings().entrySet()),
                setting -> {
                    writer.writeText(setting.getKey());
                    writer.writeText(setting.getValue());
                });
    }

    private static Role readRole(DefinitionReader reader, Header header) {
        return new Role(
                header,
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readBoolean(),
                reader.readInt(),
                reader.readOptional(reader::readText),
                reader.readOptional(reader::readLong),
                reader.readList(() ->
                        new Role.Membership(
                                reader.readLong(), reader.readBoolean(), reader.readLong())),
                readSettings(reader));
    }

    private static Map<String, String> readSettings(DefinitionReader reader) {
        var settings = new LinkedHashMap<String, String>();
        int count = reader.readInt();
        for (int i = 0; i < count; i++) {
            String name = reader.readText();
            settings.put(name, reader.readText());
        }
        return settings;
    }

    private static void writeComment(DefinitionWriter writer, Comment comment) {
        writer.writeByte('#');
        writeHeader(writer, comment.header());
        writer.writeLong(comment.classOid());
        writer.writeLong(comment.objectOid());
        writer.writeLong(comment.columnNumber());
        writer.writeText(comment.text());
    }
}
