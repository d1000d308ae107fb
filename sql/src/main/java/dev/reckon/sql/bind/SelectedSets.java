package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.ProjectSet;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import dev.reckon.sql.plan.TableCall;
import dev.reckon.sql.plan.Zip;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Adds the set-returning functions of a select list to a plan: side by side, for each row as many
/// rows as the longest gives.
record SelectedSets(Binder binder) {
    /// Calls whose arguments come from other calls stand above those.
    ///
    /// @param above rewrites what stands above a grouping
    Plan add(Plan input, List<SelectedSet> sets, UnaryOperator<Scalar> above) {
        Plan plan = input;
        List<SelectedSet> rest = new ArrayList<>(sets);
        while (!rest.isEmpty()) {
            Set<Integer> pending = new HashSet<>();
            rest.forEach(set -> pending.add(set.output().id()));
            List<SelectedSet> ready =
                    rest.stream()
                            .filter(set ->
                                    set.arguments().stream()
                                            .map(Scalars::columnIds)
                                            .noneMatch(ids ->
                                                    ids.stream().anyMatch(pending::contains)))
                            .toList();
            plan = level(plan, ready.stream().map(set -> set.map(above)).toList());
            rest.removeAll(ready);
        }
        return plan;
    }

    private Plan level(Plan input, List<SelectedSet> sets) {
        var calls = new ArrayList<SetCall>();
        var outputs = new ArrayList<Output>();
        input.columns().forEach(column -> outputs.add(Output.of(column)));
        var rows = new ArrayList<Plan>();
        for (SelectedSet set : sets) {
            switch (set) {
                case SelectedSet.BuiltIn(SetCall call) -> {
                    calls.add(call);
                    rows.add(scan(call));
                }
                case SelectedSet.Routine routine -> {
                    outputs.addAll(routine.computed());
                    rows.add(routine.rows());
                }
            }
        }
        if (calls.size() == sets.size()) {
            return new ProjectSet(input, calls);
        }
        return new Apply(
                JoinKind.INNER,
                new Project(input, outputs),
                rows.size() == 1 ? rows.getFirst() : new Zip(rows, Optional.empty()),
                Optional.empty());
    }

    /// Returns the rows of one call, in one column.
    private Plan scan(SetCall call) {
        Column output = call.output();
        boolean isRow = output.type().equals(DataType.RECORD) && call.columnTypes().size() > 1;
        if (!isRow) {
            return new FunctionScan(
                    List.of(output),
                    List.of(new TableCall(call.function(), call.arguments(), List.of(output))),
                    false);
        }
        List<String> names = call.function().columnNames();
        var columns = new ArrayList<Column>();
        for (int i = 0; i < call.columnTypes().size(); i++) {
            columns.add(binder.newColumn(names.get(i), call.columnTypes().get(i), -1));
        }
        return new Project(
                new FunctionScan(
                        columns,
                        List.of(new TableCall(call.function(), call.arguments(), columns)),
                        false),
                List.of(
                        new Output(
                                output,
                                new Scalar.RowConstructor(
                                        columns.stream().map(Column::value).toList(),
                                        names,
                                        DataType.RECORD))));
    }
}
