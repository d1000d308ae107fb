package dev.reckon.tests.differential;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a server said to a statement, in a form that can be compared.
///
/// @param columns names and types
/// @param rows each as text, NULL as `NULL`; sorted when their order is not specified
/// @param outcome the row count, or the SQLSTATE of an error
/// @param message an error's text, for the reader: it isn't compared
record Answer(List<String> columns, List<String> rows, String outcome, String message) {
    static Answer of(Connection connection, Script.Entry entry) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(entry.sql())) {
                return new Answer(List.of(), List.of(), "count " + statement.getUpdateCount(), "");
            }
            try (ResultSet result = statement.getResultSet()) {
                ResultSetMetaData metaData = result.getMetaData();
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= metaData.getColumnCount(); column++) {
                    columns.add(
                            metaData.getColumnLabel(column)
                                    + " "
                                    + metaData.getColumnTypeName(column));
                }
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    var row = new StringBuilder();
                    for (int column = 1; column <= columns.size(); column++) {
                        row.append(column == 1 ? "" : "|").append(result.getString(column));
                    }
                    rows.add(row.toString());
                }
                if (!entry.isOrdered()) {
                    Collections.sort(rows);
                }
                return new Answer(columns, rows, "rows " + rows.size(), "");
            }
        } catch (SQLException e) {
            return new Answer(
                    List.of(),
                    List.of(),
                    "error " + e.getSQLState(),
                    String.valueOf(e.getMessage()));
        }
    }

    boolean agreesWith(Answer other) {
        return columns.equals(other.columns)
                && rows.equals(other.rows)
                && outcome.equals(other.outcome);
    }
}
