package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// An item of FROM that can be named.
///
/// @param name the alias, or the table's own name
/// @param schema the schema when there is no alias; empty otherwise
/// @param rowType the type of a whole row
/// @param tableOid the relation, 0 when it is none
/// @param rowTableOid the table that each row is stored in, where it may be one of several; empty
///   when it is the relation
/// @param mark NULL where an outer join has found no row of it; empty when it always has one
record ScopeTable(
        String name,
        String schema,
        List<ScopeColumn> columns,
        DataType rowType,
        long tableOid,
        Kind kind,
        Optional<Scalar> mark,
        Optional<Scalar> rowTableOid) {
    /// What is named.
    enum Kind {
        ROWS,
        /// A function of one column, whose whole row is that column.
        SCALAR_FUNCTION,
        /// A join with a name of its own.
        JOIN
    }

    ScopeTable {
        columns = List.copyOf(columns);
    }

    /// Makes one that has a row for each row of FROM.
    ScopeTable(
            String name,
            String schema,
            List<ScopeColumn> columns,
            DataType rowType,
            long tableOid,
            Kind kind) {
        this(name, schema, columns, rowType, tableOid, kind, Optional.empty(), Optional.empty());
    }

    /// Returns it as the side of an outer join that may have no row.
    ScopeTable marked(Scalar newMark) {
        return new ScopeTable(
                name, schema, columns, rowType, tableOid, kind, Optional.of(newMark), rowTableOid);
    }

    /// Returns it as rows of several stored tables.
    ///
    /// @param oid the table of each row
    ScopeTable storedIn(Scalar oid) {
        return new ScopeTable(
                name, schema, columns, rowType, tableOid, kind, mark, Optional.of(oid));
    }
}
