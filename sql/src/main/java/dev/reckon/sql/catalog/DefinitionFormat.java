package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.CastEntry;
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
    /// The version that is written; all up to it are read. The second has options in the header and
    /// the order of enum labels, the third partitions.
    private static final int VERSION = 3;

    private DefinitionFormat() {}

    /// Returns an object as bytes.
    public static byte[] encode(CatalogObject object) {
        var writer = new DefinitionWriter();
        writer.writeByte(VERSION);
        writer.writeByte(kind(object));
        writeHeader(writer, object.header());
        switch (object) {
            case Schema _ -> {}
            case DatabaseEntry database -> writeSettings(writer, database.settings());
            case Extension extension -> {
                writer.writeText(extension.version());
                writer.writeList(extension.members(), writer::writeLong);
            }
            case UserCast cast -> {
                writer.writeType(cast.source());
                writer.writeType(cast.target());
                writer.writeEnum(cast.method());
                writer.writeLong(cast.routineOid());
                writer.writeEnum(cast.context());
            }
            case Table table -> RelationFormat.writeTable(writer, table);
            case View view -> RelationFormat.writeView(writer, view);
            case Index index -> RelationFormat.writeIndex(writer, index);
            case Sequence sequence -> RelationFormat.writeSequence(writer, sequence);
            case UserType.Enumeration type -> writeEnumeration(writer, type);
            case UserType.Domain domain -> writeDomain(writer, domain);
            case UserType.Composite type -> writeComposite(writer, type);
            case UserType.Range range -> writeRange(writer, range);
            case Routine routine -> writeRoutine(writer, routine);
            case Trigger trigger -> TriggerFormat.write(writer, trigger);
            case Role role -> writeRole(writer, role);
            case Comment comment -> writeComment(writer, comment);
            case DefaultPrivileges entry -> {
                writer.writeByte(entry.kind());
                writer.writeList(entry.entries(), writer::writePrivileges);
            }
        }
        return writer.toBytes();
    }

    private static char kind(CatalogObject object) {
        return switch (object) {
            case Schema _ -> 'n';
            case Table _ -> 'r';
            case View _ -> 'v';
            case Index _ -> 'i';
            case Sequence _ -> 'S';
            case UserType.Enumeration _ -> 'E';
            case UserType.Domain _ -> 'd';
            case UserType.Composite _ -> 'c';
            case UserType.Range _ -> 'g';
            case Routine _ -> 'f';
            case Trigger _ -> 't';
            case Role _ -> 'u';
            case Comment _ -> '#';
            case DefaultPrivileges _ -> 'D';
            case DatabaseEntry _ -> 'B';
            case Extension _ -> 'x';
            case UserCast _ -> 'C';
        };
    }

    /// Reads an object.
    ///
    /// @param types finds a type by its oid
    /// @throws DatabaseException XX001 when the bytes are not an object of a known version
    static CatalogObject decode(byte[] bytes, LongFunction<DataType> types) {
        var reader = new DefinitionReader(bytes, types);
        reader.readVersion(VERSION);
        int kind = reader.readByte();
        Header header = readHeader(reader);
        return switch (kind) {
            case 'n' -> new Schema(header);
            case 'b' -> new DatabaseEntry(header, Map.of()); // From before there were settings.
            case 'B' -> new DatabaseEntry(header, readSettings(reader));
            case 'x' -> new Extension(header, reader.readText(), reader.readList(reader::readLong));
            case 'C' ->
                    new UserCast(
                            header,
                            reader.readType(),
                            reader.readType(),
                            reader.readEnum(CastEntry.Method.class),
                            reader.readLong(),
                            reader.readEnum(CastContext.class));
            case 'r' -> RelationFormat.readTable(reader, header);
            case 'v' -> RelationFormat.readView(reader, header);
            case 'i' -> RelationFormat.readIndex(reader, header);
            case 'S' -> RelationFormat.readSequence(reader, header);
            case 'e' -> readOldEnumeration(reader, header);
            case 'E' ->
                    new UserType.Enumeration(
                            header,
                            reader.readInt(),
                            reader.readList(() ->
                                    new UserType.Label(
                                            reader.readLong(),
                                            reader.readText(),
                                            reader.readInt(),
                                            Float.intBitsToFloat(reader.readInt()))));
            case 'd' -> readDomain(reader, header);
            case 'c' ->
                    new UserType.Composite(
                            header, reader.readInt(), RelationFormat.readColumns(reader));
            case 'g' -> readRange(reader, header);
            case 'f' -> readRoutine(reader, header);
            case 't' -> TriggerFormat.read(reader, header);
            case 'u' -> readRole(reader, header);
            case '#' ->
                    new Comment(
                            header,
                            reader.readLong(),
                            reader.readLong(),
                            reader.readInt(),
                            reader.readText());
            case 'D' ->
                    new DefaultPrivileges(
                            header,
                            (char) reader.readByte(),
                            reader.readList(reader::readPrivileges));
            default ->
                    throw new DatabaseException(
                            SqlState.DATA_CORRUPTED, "a definition has the unknown kind " + kind);
        };
    }

    /// Returns the types that a definition brings with it (its own, a row type; not their arrays),
    /// before anything that it refers to is looked up, except for a domain's base and a range's
    /// subtype.
    static List<DataType> types(byte[] bytes, LongFunction<DataType> types) {
        var reader = new DefinitionReader(bytes, types);
        reader.readVersion(VERSION);
        int kind = reader.readByte();
        if ("rveEdcg".indexOf(kind) < 0) {
            return List.of();
        }
        Header header = readHeader(reader);
        if (kind == 'r' || kind == 'v') {
            return List.of(UserType.ofRow(reader.readInt(), header.name(), reader.readInt()));
        }
        if (kind == 'g') {
            return readRange(reader, header).dataTypes();
        }
        int arrayOid = reader.readInt();
        UserType type =
                switch (kind) {
                    case 'e', 'E' -> new UserType.Enumeration(header, arrayOid, List.of());
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

    /// Returns the oids of the types that a definition brings with it, arrays included.
    static List<Long> typeOids(byte[] bytes) {
        var reader = new DefinitionReader(bytes, DefinitionFormat::noType);
        reader.readVersion(VERSION);
        int kind = reader.readByte();
        if ("rveEdcg".indexOf(kind) < 0) {
            return List.of();
        }
        Header header = readHeader(reader);
        long own = kind == 'r' || kind == 'v' ? reader.readInt() : header.oid();
        long array = reader.readInt();
        return kind == 'g'
                ? List.of(own, array, (long) reader.readInt(), (long) reader.readInt())
                : List.of(own, array);
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
                header.privileges(), entries -> writer.writeList(entries, writer::writePrivileges));
        writer.writeList(header.options(), writer::writeText);
    }

    private static Header readHeader(DefinitionReader reader) {
        return new Header(
                reader.readLong(),
                reader.readLong(),
                reader.readText(),
                reader.readLong(),
                reader.readOptional(() -> reader.readList(reader::readPrivileges)),
                reader.version() < 2 ? List.of() : reader.readList(reader::readText));
    }

    private static void writeEnumeration(DefinitionWriter writer, UserType.Enumeration type) {
        writer.writeLong(type.arrayOid());
        writer.writeList(
                type.labels(),
                label -> {
                    writer.writeLong(label.oid());
                    writer.writeText(label.text());
                    writer.writeLong(label.code());
                    writer.writeLong(Float.floatToIntBits(label.order()));
                });
    }

    /// Reads an enum as it was written when values were held as the positions of their labels.
    private static UserType.Enumeration readOldEnumeration(DefinitionReader reader, Header header) {
        int arrayOid = reader.readInt();
        int[] position = {0};
        List<UserType.Label> labels =
                reader.readList(() ->
                        new UserType.Label(
                                reader.readLong(), reader.readText(), position[0]++, position[0]));
        return new UserType.Enumeration(header, arrayOid, labels);
    }

    private static void writeDomain(DefinitionWriter writer, UserType.Domain domain) {
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
        writer.writeLong(type.arrayOid());
        RelationFormat.writeColumns(writer, type.columns());
    }

    private static void writeRange(DefinitionWriter writer, UserType.Range range) {
        writer.writeLong(range.arrayOid());
        writer.writeLong(range.multirange().oid());
        writer.writeLong(range.multirange().arrayOid());
        writer.writeText(range.multirange().name());
        writer.writeType(range.subtype());
    }

    private static UserType.Range readRange(DefinitionReader reader, Header header) {
        int arrayOid = reader.readInt();
        int multirangeOid = reader.readInt();
        int multirangeArrayOid = reader.readInt();
        var multirange =
                new UserType.Multirange(multirangeOid, reader.readText(), multirangeArrayOid);
        return new UserType.Range(header, arrayOid, reader.readType(), multirange);
    }

    private static void writeRoutine(DefinitionWriter writer, Routine routine) {
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
        writer.writeBoolean(routine.traits().leakproof());
        writer.writeByte(routine.traits().parallel());
        writer.writeLong(Float.floatToRawIntBits(routine.traits().cost()));
        writer.writeLong(Float.floatToRawIntBits(routine.traits().rows()));
        writer.writeBoolean(routine.traits().window());
        writer.writeBoolean(routine.traits().standardBody());
    }

    private static Routine readRoutine(DefinitionReader reader, Header header) {
        boolean procedure = reader.readBoolean();
        List<Routine.Parameter> parameters =
                reader.readList(() ->
                        new Routine.Parameter(
                                (char) reader.readByte(),
                                reader.readText(),
                                reader.readType(),
                                reader.readOptional(reader::readText)));
        DataType result = reader.readType();
        boolean returnsSet = reader.readBoolean();
        String language = reader.readText();
        String body = reader.readText();
        Volatility volatility = reader.readEnum(Volatility.class);
        boolean strict = reader.readBoolean();
        boolean securityDefiner = reader.readBoolean();
        List<String> searchPath = reader.readList(reader::readText);
        Routine.Traits traits =
                reader.version() < 2
                        ? Routine.Traits.usual(returnsSet, !searchPath.isEmpty())
                        : new Routine.Traits(
                                reader.readBoolean(),
                                (char) reader.readByte(),
                                Float.intBitsToFloat(reader.readInt()),
                                Float.intBitsToFloat(reader.readInt()),
                                reader.readBoolean(),
                                reader.readBoolean());
        return new Routine(
                header,
                procedure,
                parameters,
                result,
                returnsSet,
                language,
                body,
                volatility,
                strict,
                securityDefiner,
                searchPath,
                traits);
    }

    private static void writeRole(DefinitionWriter writer, Role role) {
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
        writeSettings(writer, role.settings());
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

    private static void writeSettings(DefinitionWriter writer, Map<String, String> settings) {
        writer.writeList(
                new ArrayList<>(settings.entrySet()),
                setting -> {
                    writer.writeText(setting.getKey());
                    writer.writeText(setting.getValue());
                });
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
        writer.writeLong(comment.classOid());
        writer.writeLong(comment.objectOid());
        writer.writeLong(comment.columnNumber());
        writer.writeText(comment.text());
    }
}
