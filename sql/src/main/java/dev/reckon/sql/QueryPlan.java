package dev.reckon.sql;

import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.plan.Plan;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// A compiled plan and the circumstances in which it is right.
///
/// @param columns what the rows are; empty for a statement without any
/// @param verb the command tag's word: `SELECT`, `INSERT`, …
/// @param writes whether it changes data
/// @param needsTransaction whether it locks or writes, so that a snapshot is not enough
/// @param tables what it locks before it begins
/// @param catalogVersion the catalog that it was bound to
/// @param searchPath the search path that it was bound with
/// @param sizes the sizes that its tables had
record QueryPlan(
        Plan plan,
        OperatorFactory factory,
        Optional<List<ResultColumn>> columns,
        List<DataType> parameterTypes,
        List<PhysicalType> parameterPhysicals,
        Accesses accesses,
        String verb,
        boolean writes,
        boolean needsTransaction,
        PlannedLocks tables,
        long catalogVersion,
        SearchPath searchPath,
        PlannedSizes sizes) {
    /// No catalog has it.
    private static final long NO_VERSION = -1;

    /// Returns this with other sizes.
    QueryPlan withSizes(PlannedSizes newSizes) {
        return with(catalogVersion, newSizes);
    }

    /// Returns this as one that is made anew before it runs.
    QueryPlan outdated() {
        return with(NO_VERSION, sizes);
    }

    private QueryPlan with(long newVersion, PlannedSizes newSizes) {
        return new QueryPlan(
                plan,
                factory,
                columns,
                parameterTypes,
                parameterPhysicals,
                accesses,
                verb,
                writes,
                needsTransaction,
                tables,
                newVersion,
                searchPath,
                newSizes);
    }
}
