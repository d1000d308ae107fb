package dev.reckon.sql.execute.expression;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.CommonTableScan;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.RecursiveUnion;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.WorkTable;
import java.util.HashSet;
import java.util.Set;

/// What a plan takes from outside itself: columns of outer rows, and shared tables.
///
/// @param columnIds columns that it reads and does not make
/// @param sharesTables whether it reads a common table or a work table that is defined outside
public record OuterReferences(Set<Integer> columnIds, boolean sharesTables) {
    /// Finds the outer references of a plan.
    public static OuterReferences of(Plan plan) {
        var search = new Search();
        search.visit(plan);
        search.read.removeAll(search.made);
        search.tablesRead.removeAll(search.tablesMade);
        return new OuterReferences(search.read, !search.tablesRead.isEmpty());
    }

    /// Returns whether the plan gives the same rows wherever it stands in the statement.
    public boolean isEmpty() {
        return columnIds.isEmpty() && !sharesTables;
    }

    private static final class Search {
        private final Set<Integer> read = new HashSet<>();
        private final Set<Integer> made = new HashSet<>();
        private final Set<Integer> tablesRead = new HashSet<>();
        private final Set<Integer> tablesMade = new HashSet<>();

        void visit(Plan plan) {
            for (Column column : plan.columns()) {
                made.add(column.id());
            }
            switch (plan) {
                case CommonTable table -> tablesMade.add(table.commonTableId());
                case CommonTableScan scan -> tablesRead.add(scan.commonTableId());
                case RecursiveUnion union -> tablesMade.add(union.workTableId());
                case WorkTable table -> tablesRead.add(table.workTableId());
                default -> {}
            }
            Plan unused =
                    plan.mapScalars(scalar -> {
                        visit(scalar);
                        return scalar;
                    });
            assert unused.columns().size() == plan.columns().size();
            plan.inputs().forEach(this::visit);
        }

        void visit(Scalar scalar) {
            switch (scalar) {
                case Scalar.ColumnValue column -> read.add(column.id());
                case Scalar.Let let -> made.add(let.id());
                case Scalar.DomainCheck check -> {
                    made.add(check.valueId());
                    check.checks().forEach(each -> visit(each.condition()));
                }
                case Scalar.InList in -> in.list().forEach(this::visit);
                case Scalar.ScalarSubquery subquery -> visit(subquery.plan());
                case Scalar.Exists exists -> visit(exists.plan());
                case Scalar.QuantifiedSubquery quantified -> visit(quantified.plan());
                case Scalar.ArraySubquery subquery -> visit(subquery.plan());
                default -> {}
            }
            scalar.operands().forEach(this::visit);
        }
    }
}
