package dev.reckon.sql.catalog;

import java.util.List;

/// A view. Its header's options are `security_barrier`, `security_invoker` and `check_option`.
///
/// @param rowTypeOid the composite type of its rows
public record View(
        Header header,
        List<TableColumn> columns,
        ViewDefinition definition,
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

    public CheckOption checkOption() {
        return header.option("check_option")
                .map(option -> option.equals("local") ? CheckOption.LOCAL : CheckOption.CASCADED)
                .orElse(CheckOption.NONE);
    }

    /// Returns whether its tables are read with the rights of whoever reads the view, and not of
    /// its owner.
    public boolean isInvokers() {
        return header.isOn("security_invoker");
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
        return new View(newHeader, columns, definition, temporary, rowTypeOid, rowArrayOid);
    }

    public View withColumns(List<TableColumn> newColumns) {
        return new View(header, newColumns, definition, temporary, rowTypeOid, rowArrayOid);
    }

    public View withDefinition(ViewDefinition newDefinition) {
        return new View(header, columns, newDefinition, temporary, rowTypeOid, rowArrayOid);
    }
}
