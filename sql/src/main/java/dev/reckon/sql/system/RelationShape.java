package dev.reckon.sql.system;

import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Name, oid and columns of a system relation as PostgreSQL 15 has it.
record RelationShape(
        String schema, String name, int oid, boolean isView, List<ColumnSchema> columns) {
    private static final String RESOURCE = "relations.txt";

    /// Types of system columns that are domains or have no use here, and what stands for them.
    private static final Map<String, DataType> STAND_INS =
            Map.ofEntries(
                    Map.entry("sql_identifier", DataType.NAME),
                    Map.entry("character_data", DataType.VARCHAR),
                    Map.entry("yes_or_no", DataType.VARCHAR),
                    Map.entry("cardinal_number", DataType.INT4),
                    Map.entry("time_stamp", DataType.TIMESTAMPTZ),
                    Map.entry("pg_ndistinct", DataType.BYTEA),
                    Map.entry("pg_dependencies", DataType.BYTEA),
                    Map.entry("pg_mcv_list", DataType.BYTEA),
                    Map.entry("_pg_statistic", DataType.TEXT));

    /// Reads the shapes of all relations from the resource that lists them.
    static List<RelationShape> readAll() {
        return SystemResources.text(RESOURCE)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(RelationShape::parse)
                .toList();
    }

    private static RelationShape parse(String line) {
        String[] words = line.split(" ", -1);
        int dot = words[0].indexOf('.');
        List<ColumnSchema> columns = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            boolean notNull = words[i].endsWith("!");
            String type = words[i].substring(colon + 1, words[i].length() - (notNull ? 1 : 0));
            columns.add(new ColumnSchema(words[i].substring(0, colon), typeOf(type), -1, notNull));
        }
        return new RelationShape(
                words[0].substring(0, dot),
                words[0].substring(dot + 1),
                Integer.parseInt(words[1]),
                words[2].equals("v"),
                List.copyOf(columns));
    }

    private static DataType typeOf(String name) {
        DataType standIn = STAND_INS.get(name);
        return standIn != null
                ? standIn
                : DataType.builtIn(name)
                        .orElseThrow(() -> new IllegalStateException("unknown type " + name));
    }
}
