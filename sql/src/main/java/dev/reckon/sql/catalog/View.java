package dev.reckon.sql.catalog;

import java.util.List;

/// A view.
///
/// @param checkOption `NONE`, `LOCAL` or `CASCADED`
/// @param rowTypeOid the composite type of its rows
public record View(
        Header header,
        List<TableColumn> columns,
        ViewDefinition definition,
        CheckOption checkOption,
        boolean temporary,
        int rowTypeOid,
        int rowArrayOid)
        implements Relation {
    public View {
        columns = List.copyOf(columns);
    }

    /// `WITH CHECK OPTION`.
    public enum CheckOption {
        NONE,
        LOCAL,
        CASCADED
    }

    @Override
    public char kind() {
        return 'v';
    }

    @Override
    public String noun() {
        return "view";
    }

    @Override
    public View withHeader(Header newHeader) {
        return new View(
                newHeader, columns, definition, checkOption, temporary, rowTypeOid, rowArrayOid);
    }

    public View withColumns(List<TableColumn> newColumns) {
        return new View(
                header, newColumns, definition, checkOption, temporary, rowTypeOid, rowArrayOid);
    }
}
