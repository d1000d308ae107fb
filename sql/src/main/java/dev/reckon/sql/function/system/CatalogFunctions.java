package dev.reckon.sql.function.system;

import dev.reckon.sql.format.RegText;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.Names.DefinitionPart;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Functions about objects of the catalog: definitions, comments, visibility, names.
public final class CatalogFunctions {
    private CatalogFunctions() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "format_type(oid,int4)" -> Body.value(CatalogFunctions::formatType);
            case "pg_get_expr(pg_node_tree,oid)", "pg_get_expr(pg_node_tree,oid,bool)" ->
                    Body.text(row -> names(row).expression(row.text(0), isPretty(row, 2)));
            case "pg_get_indexdef(oid)" -> definition(DefinitionPart.INDEX);
            case "pg_get_indexdef(oid,int4,bool)" ->
                    Body.value(row ->
                            definition(
                                    row, DefinitionPart.INDEX, row.integer(1), isPretty(row, 2)));
            case "pg_get_constraintdef(oid)", "pg_get_constraintdef(oid,bool)" ->
                    Body.value(
                            row -> definition(row, DefinitionPart.CONSTRAINT, 0, isPretty(row, 1)));
            case "pg_get_viewdef(oid)", "pg_get_viewdef(oid,bool)" ->
                    Body.value(row -> definition(row, DefinitionPart.VIEW, 0, isPretty(row, 1)));
            case "pg_get_viewdef(oid,int4)" ->
                    Body.value(row -> definition(row, DefinitionPart.VIEW, 0, true));
            case "pg_get_functiondef(oid)" -> definition(DefinitionPart.FUNCTION);
            case "pg_get_function_arguments(oid)" -> definition(DefinitionPart.FUNCTION_ARGUMENTS);
            case "pg_get_function_identity_arguments(oid)" ->
                    definition(DefinitionPart.FUNCTION_IDENTITY_ARGUMENTS);
            case "pg_get_function_arg_default(oid,int4)" ->
                    Body.value(row ->
                            definition(
                                    row,
                                    DefinitionPart.FUNCTION_ARGUMENT_DEFAULT,
                                    row.integer(1),
                                    false));
            case "pg_my_temp_schema()" -> Body.number(row -> names(row).temporarySchemaOid());
            case "pg_is_other_temp_schema(oid)" ->
                    Body.bool(row -> names(row).isOtherTemporarySchema(row.number(0)));
            case "pg_get_function_result(oid)" -> definition(DefinitionPart.FUNCTION_RESULT);
            case "pg_get_function_sqlbody(oid)" -> definition(DefinitionPart.FUNCTION_BODY);
            case "pg_get_triggerdef(oid)", "pg_get_triggerdef(oid,bool)" ->
                    Body.value(row -> definition(row, DefinitionPart.TRIGGER, 0, isPretty(row, 1)));
            case "pg_get_ruledef(oid)",
                    "pg_get_ruledef(oid,bool)",
                    "pg_get_statisticsobjdef(oid)",
                    "pg_get_statisticsobjdef_columns(oid)" ->
                    Body.value(_ -> Value.Null.NULL); // There are no such objects.
            case "pg_get_serial_sequence(text,text)" ->
                    Body.value(CatalogFunctions::serialSequence);
            case "pg_get_partkeydef(oid)" -> definition(DefinitionPart.PARTITION_KEY);
            case "pg_get_partition_constraintdef(oid)" ->
                    definition(DefinitionPart.PARTITION_CONDITION);
            case "pg_partition_root(regclass)" ->
                    Body.value(row -> {
                        List<Long> line = names(row).partitionAncestors(row.number(0));
                        return line.isEmpty() ? Value.Null.NULL : new Value.Int(line.getLast());
                    });
            case "pg_get_userbyid(oid)" ->
                    Body.text(row ->
                            row.environment()
                                    .names()
                                    .roleName(row.number(0))
                                    .orElse("unknown (OID=" + row.number(0) + ")"));
            case "obj_description(oid,name)", "shobj_description(oid,name)" ->
                    Body.value(row -> comment(row, row.text(1), 0));
            case "obj_description(oid)" -> Body.value(row -> comment(row, "", 0));
            case "col_description(oid,int4)" ->
                    Body.value(row -> comment(row, "pg_class", row.integer(1)));
            case "pg_table_is_visible(oid)", "pg_type_is_visible(oid)" ->
                    Body.value(CatalogFunctions::isVisible);
            case "pg_function_is_visible(oid)",
                    "pg_operator_is_visible(oid)",
                    "pg_opclass_is_visible(oid)",
                    "pg_opfamily_is_visible(oid)",
                    "pg_collation_is_visible(oid)",
                    "pg_conversion_is_visible(oid)",
                    "pg_ts_config_is_visible(oid)",
                    "pg_ts_dict_is_visible(oid)",
                    "pg_ts_parser_is_visible(oid)",
                    "pg_ts_template_is_visible(oid)",
                    "pg_statistics_obj_is_visible(oid)" ->
                    Body.bool(row -> names(row).isVisible(row.number(0)).orElse(true));
            case "pg_relation_is_updatable(regclass,bool)" ->
                    Body.value(row -> new Value.Int(names(row).changes(row.number(0), 0)));
            case "pg_column_is_updatable(regclass,int2,bool)" ->
                    Body.bool(
                            row -> (names(row).changes(row.number(0), row.integer(1)) & 20) == 20);
            case "pg_get_viewdef(text)", "pg_get_viewdef(text,bool)" ->
                    Body.value(row -> {
                        long oid =
                                names(row)
                                        .relationOid(RegText.path(row.text(0)))
                                        .orElseThrow(() ->
                                                new DatabaseException(
                                                        SqlState.UNDEFINED_TABLE,
                                                        "relation \""
                                                                + row.text(0)
                                                                + "\" does not exist"));
                        return text(
                                names(row)
                                        .definition(DefinitionPart.VIEW, oid, 0, isPretty(row, 1)));
                    });
            case "pg_relation_size(regclass)",
                    "pg_relation_size(regclass,text)",
                    "pg_table_size(regclass)" ->
                    Body.value(row -> byteCount(row.environment(), row.number(0)));
            case "pg_indexes_size(regclass)" ->
                    Body.value(row -> indexByteCount(row.environment(), row.number(0)));
            case "pg_total_relation_size(regclass)" ->
                    Body.value(row -> totalByteCount(row.environment(), row.number(0)));
            case "pg_tablespace_location(oid)" -> Body.text(_ -> "");
            case "pg_relation_is_publishable(regclass)" -> Body.bool(_ -> true);
            case "regclass(text)" ->
                    Body.number(
                            row -> RegText.read(row.text(0), DataType.REGCLASS, row.environment()));
            case "to_regclass(text)",
                    "to_regnamespace(text)",
                    "to_regrole(text)",
                    "to_regtype(text)",
                    "to_regproc(text)",
                    "to_regprocedure(text)",
                    "to_regoper(text)",
                    "to_regoperator(text)",
                    "to_regcollation(text)" ->
                    Body.value(row -> oid(named(row, signature.resultType())));
            default -> Body.Missing.MISSING;
        };
    }

    /// Returns the oid behind a name; empty when there is none, or when the name means several.
    private static Optional<Long> named(Row row, DataType type) {
        try {
            return RegText.find(row.text(0).strip(), type, row.environment());
        } catch (DatabaseException wrong) {
            if (wrong.sqlState() == SqlState.AMBIGUOUS_FUNCTION) {
                return Optional.empty();
            }
            throw wrong;
        }
    }

    private static Value byteCount(Environment environment, long oid) {
        OptionalLong count = environment.byteCount(oid);
        return count.isPresent() ? new Value.Int(count.getAsLong()) : Value.Null.NULL;
    }

    private static Value indexByteCount(Environment environment, long oid) {
        return environment.byteCount(oid).isEmpty()
                ? Value.Null.NULL
                : new Value.Int(
                        environment.names().indexOids(oid).stream()
                                .mapToLong(index -> environment.byteCount(index).orElse(0))
                                .sum());
    }

    private static Value totalByteCount(Environment environment, long oid) {
        return byteCount(environment, oid) instanceof Value.Int(long own)
                        && indexByteCount(environment, oid) instanceof Value.Int(long indexes)
                ? new Value.Int(own + indexes)
                : Value.Null.NULL;
    }

    private static Names names(Row row) {
        return row.environment().names();
    }

    private static Value oid(Optional<Long> oid) {
        return oid.<Value>map(Value.Int::new).orElse(Value.Null.NULL);
    }

    private static Body definition(DefinitionPart part) {
        return Body.value(row -> definition(row, part, 0, false));
    }

    private static Value definition(Row row, DefinitionPart part, int number, boolean pretty) {
        return text(names(row).definition(part, row.number(0), number, pretty));
    }

    /// Returns what the last argument of these functions says; absent, it is false.
    private static boolean isPretty(Row row, int index) {
        return row.argumentCount() > index && row.bool(index);
    }

    private static Value text(Optional<String> text) {
        return text.<Value>map(Value::text).orElse(Value.Null.NULL);
    }

    private static Value comment(Row row, String catalog, int number) {
        return text(names(row).comment(catalog, row.number(0), number));
    }

    private static Value serialSequence(Row row) {
        Names names = row.environment().names();
        List<String> path = RegText.path(row.text(0));
        long table =
                names.relationOid(path)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"%s\" does not exist"
                                                .formatted(String.join(".", path))));
        String column = row.text(1);
        int number =
                names.columnNumber(table, column)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \"%s\" of relation \"%s\" does not exist"
                                                .formatted(column, path.getLast())));
        return text(names.definition(DefinitionPart.SERIAL_SEQUENCE, table, number, false));
    }

    private static Value isVisible(Row row) {
        return names(row).isVisible(row.number(0)).map(Value::bool).orElse(Value.Null.NULL);
    }

    /// Returns a type's SQL name with its modifier, `???` for a type that doesn't exist.
    private static Value formatType(Row row) {
        if (row.isNull(0)) {
            return Value.Null.NULL;
        }
        Optional<DataType> type = names(row).type(row.number(0));
        if (type.isEmpty()) {
            return Value.text(row.number(0) == 0 ? "-" : "???");
        }
        return Value.text(
                TypeText.format(type.get(), row.isNull(1) ? -1 : row.integer(1), names(row)));
    }

    /// Returns whether a type is an array of another.
    static boolean isTrueArray(DataType type) {
        return type.category() == TypeCategory.ARRAY && type.name().startsWith("_");
    }
}
