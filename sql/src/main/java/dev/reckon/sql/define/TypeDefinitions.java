package dev.reckon.sql.define;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// CREATE TYPE, and changes to enums.
record TypeDefinitions(Definitions definitions) {
    private static final int LABEL_BYTES_MAX = 63;

    void create(SchemaStatement.CreateEnum create) {
        Schema schema = newTypeSchema(definitions, create.name());
        var seen = new HashSet<String>();
        var labels = new ArrayList<UserType.Label>();
        var codes = new EnumCodes(create.labels().size());
        for (String label : create.labels()) {
            requireLabel(label);
            if (!seen.add(label)) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_OBJECT,
                        "enum label \"" + label + "\" used more than once");
            }
            labels.add(
                    new UserType.Label(
                            definitions.newOid(),
                            label,
                            codes.code(labels.size()),
                            labels.size() + 1));
        }
        definitions.put(
                new UserType.Enumeration(
                        definitions.newHeader(schema.oid(), create.name().name(), 'T'),
                        (int) definitions.newOid(),
                        labels));
    }

    private static void requireLabel(String label) {
        int length = label.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (length > LABEL_BYTES_MAX) {
            throw new DatabaseException(
                            SqlState.INVALID_NAME, "invalid enum label \"" + label + "\"")
                    .withDetail("Labels must be 63 bytes or less.");
        }
    }

    /// Finds the schema of a new type, whose name must be free.
    static Schema newTypeSchema(Definitions definitions, QualifiedName name) {
        Schema schema = definitions.schemaFor(name);
        definitions.lockName(schema.oid(), name.name());
        if (definitions.catalog().isTypeNameTaken(schema.oid(), name.name())) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "type \"" + name.name() + "\" already exists");
        }
        return schema;
    }

    private UserType.Enumeration find(QualifiedName name) {
        DataType type =
                definitions
                        .catalog()
                        .type(definitions.searchPath(), name.parts())
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "type \"" + name.dotted() + "\" does not exist"));
        if (definitions.catalog().userType(type.oid()).orElse(null)
                instanceof UserType.Enumeration found) {
            return found;
        }
        throw new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE, "\"" + name.name() + "\" is not an enum");
    }

    void add(SchemaStatement.AddEnumValue add) {
        UserType.Enumeration type = find(add.name());
        definitions.requireOwner(type, "type");
        requireLabel(add.label());
        if (position(type, add.label()).isPresent()) {
            String message = "enum label \"" + add.label() + "\" already exists";
            if (add.ifNotExists()) {
                definitions.notice(SqlState.DUPLICATE_OBJECT, message + ", skipping");
                return;
            }
            throw new DatabaseException(SqlState.DUPLICATE_OBJECT, message);
        }
        int index = type.labels().size();
        if (add.neighbour().isPresent()) {
            index =
                    position(type, add.neighbour().get())
                                    .orElseThrow(() -> missing(add.neighbour().get()))
                            + (add.after() ? 1 : 0);
        }
        int code =
                EnumCodes.between(type.labels(), index)
                        .orElseThrow(() ->
                                DatabaseException.notSupported(
                                                "a new enum label between labels without room"
                                                        + " between them",
                                                "Add it at the end, or make another type and change"
                                                        + " the columns to it.")
                                        .at(add.position()));
        definitions.put(
                new UserType.Enumeration(
                        type.header(),
                        type.arrayOid(),
                        EnumCodes.with(
                                type.labels(), index, definitions.newOid(), add.label(), code)));
    }

    private static DatabaseException missing(String label) {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE,
                "\"" + label + "\" is not an existing enum label");
    }

    private static Optional<Integer> position(UserType.Enumeration type, String label) {
        for (int i = 0; i < type.labels().size(); i++) {
            if (type.labels().get(i).text().equals(label)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    void rename(SchemaStatement.RenameEnumValue rename) {
        UserType.Enumeration type = find(rename.name());
        definitions.requireOwner(type, "type");
        int index = position(type, rename.label()).orElseThrow(() -> missing(rename.label()));
        if (position(type, rename.newLabel()).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT,
                    "enum label \"" + rename.newLabel() + "\" already exists");
        }
        var labels = new ArrayList<>(type.labels());
        UserType.Label old = labels.get(index);
        labels.set(
                index, new UserType.Label(old.oid(), rename.newLabel(), old.code(), old.order()));
        definitions.put(new UserType.Enumeration(type.header(), type.arrayOid(), labels));
    }

    void create(SchemaStatement.CreateComposite create) {
        Schema schema = newTypeSchema(definitions, create.name());
        List<TableColumn> columns = new ArrayList<>();
        for (TableElement.Column column : create.columns()) {
            TypeBinder.BoundType type = definitions.bindType(column.type().orElseThrow());
            if (columns.stream().anyMatch(each -> each.name().equals(column.name()))) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + column.name() + "\" specified more than once");
            }
            columns.add(
                    new TableColumn(
                            columns.size() + 1, column.name(), type.type(), type.modifier()));
        }
        definitions.put(
                new UserType.Composite(
                        definitions.newHeader(schema.oid(), create.name().name(), 'T'),
                        (int) definitions.newOid(),
                        columns));
    }

    void create(SchemaStatement.CreateRange create) {
        Schema schema = newTypeSchema(definitions, create.name());
        var range = RangeOptions.of(create, definitions);
        String multirangeName =
                range.multirangeName().map(QualifiedName::name).orElse(range.defaultName());
        if (range.multirangeName().isPresent()) {
            newTypeSchema(definitions, range.multirangeName().get());
        } else if (definitions.catalog().type(schema.oid(), multirangeName).isPresent()) {
            throw new DatabaseException(
                            SqlState.DUPLICATE_OBJECT,
                            "type \"" + multirangeName + "\" already exists")
                    .withDetail(
                            "Failed while creating a multirange type for type \""
                                    + create.name().name()
                                    + "\".")
                    .withHint(
                            "You can manually specify a multirange type name using the"
                                    + " \"multirange_type_name\" attribute.");
        }
        definitions.put(
                new UserType.Range(
                        definitions.newHeader(schema.oid(), create.name().name(), 'T'),
                        (int) definitions.newOid(),
                        range.subtype(),
                        new UserType.Multirange(
                                (int) definitions.newOid(),
                                multirangeName,
                                (int) definitions.newOid())));
    }
}
