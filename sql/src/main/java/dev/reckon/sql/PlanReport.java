package dev.reckon.sql;

import dev.reckon.index.LookupTrace;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.compile.NodeStatistics;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.optimize.RowEstimates;
import dev.reckon.sql.optimize.SnapshotStatistics;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A plan with all that EXPLAIN tells of it, in text and in JSON. Borrows the snapshot. For one
/// thread.
final class PlanReport {
    private static final int TRACE_COUNT_MAX = 8;

    private final Session session;
    private final ExplainOptions options;
    private final QueryCompiler compiler;
    private final Snapshot snapshot;
    private final Plan plan;
    private final long planNanos;
    private final RowEstimates estimates;
    private final PlanDescription descriptions;
    private Optional<Evaluation> evaluation = Optional.empty();
    private long executeNanos;

    PlanReport(
            Session session,
            ExplainOptions options,
            QueryCompiler compiler,
            Snapshot snapshot,
            Plan plan,
            long planNanos) {
        this.session = session;
        this.descriptions = new PlanDescription(new ScalarText(session.environment()));
        this.options = options;
        this.compiler = compiler;
        this.snapshot = snapshot;
        this.plan = plan;
        this.planNanos = planNanos;
        this.estimates = new RowEstimates(new SnapshotStatistics(snapshot));
    }

    void execute(QueryPlan compiled, List<Value> parameters) {
        long start = System.nanoTime();
        Evaluation used =
                session.queries()
                        .evaluation(
                                parameters,
                                compiled.parameterPhysicals(),
                                session.transaction().current(),
                                snapshot);
        evaluation = Optional.of(used);
        try (Operator operator = compiled.factory().open(used)) {
            while (operator.next().isPresent()) {
                used.checkCancelled();
            }
        }
        executeNanos = System.nanoTime() - start;
    }

    List<String> text() {
        var lines = new ArrayList<String>();
        text(plan, 0, lines);
        if (options.analyze()) {
            lines.add("Planning Time: " + millis(planNanos) + " ms");
            lines.add("Execution Time: " + millis(executeNanos) + " ms");
        }
        return lines;
    }

    /// Projections are no steps of their own to people, as in PostgreSQL, unless they begin a
    /// plan's rows.
    private static Plan shown(Plan node) {
        Plan below = node;
        while (below instanceof Project project && !(project.input() instanceof Values)) {
            below = project.input();
        }
        return below;
    }

    /// Returns the counts of a node that left out blocks of a table's segments.
    private Optional<NodeStatistics> blocks(Plan node) {
        return compiler.statistics(node)
                .filter(_ -> options.analyze())
                .filter(counts -> counts.skippedBlockCount() > 0);
    }

    private void text(Plan hidden, int depth, List<String> lines) {
        Plan node = shown(hidden);
        PlanDescription.Node described = descriptions.describe(node);
        String lead = depth == 0 ? "" : "  ".repeat(3 * depth - 2) + "->  ";
        lines.add(lead + described.title() + figures(node));
        String indent = depth == 0 ? "  " : "  ".repeat(3 * depth - 2) + "      ";
        described.details().forEach((title, detail) -> lines.add(indent + title + ": " + detail));
        for (String trace : traces(node)) {
            lines.add(indent + trace);
        }
        compiler.statistics(node)
                .filter(_ -> options.analyze())
                .filter(counts -> counts.filteredRowCount() > 0)
                .ifPresent(counts ->
                        lines.add(
                                indent
                                        + "Rows Removed by Runtime Filter: "
                                        + counts.filteredRowCount()
                                                / Math.max(1, counts.openCount())));
        blocks(node)
                .ifPresent(counts ->
                        lines.add(
                                indent
                                        + "Blocks: read="
                                        + counts.readBlockCount()
                                        + " skipped="
                                        + counts.skippedBlockCount()));
        compiler.statistics(node)
                .filter(_ -> options.analyze())
                .filter(counts -> counts.peakByteCount() > 0)
                .ifPresent(counts ->
                        lines.add(
                                indent
                                        + "Memory: "
                                        + (counts.peakByteCount() + 1023) / 1024
                                        + "kB"
                                        + (counts.spilledByteCount() == 0
                                                ? ""
                                                : "  Disk: "
                                                        + counts.spilledByteCount() / 1024
                                                        + "kB")));
        for (Plan input : below(node)) {
            text(input, depth + 1, lines);
        }
        for (Plan subplan : subplans(hidden)) {
            lines.add(indent + "SubPlan");
            text(subplan, depth + 2, lines);
        }
    }

    /// Returns what a node works on, the table of a lookup join included.
    private static List<Plan> below(Plan node) {
        return node instanceof IndexJoin join ? List.of(join.left(), join.right()) : node.inputs();
    }

    private String figures(Plan node) {
        var text = new StringBuilder();
        if (options.costs()) {
            text.append(
                    "  (cost=0.00..%.2f rows=%d width=%d)"
                            .formatted(
                                    estimates.cost(node),
                                    Math.round(estimates.rows(node)),
                                    width(node)));
        }
        if (options.analyze()) {
            Optional<NodeStatistics> counts = compiler.statistics(node);
            if (counts.isEmpty() || counts.get().openCount() == 0) {
                text.append(" (never executed)");
            } else {
                long loops = counts.get().openCount();
                text.append(" (actual ");
                if (options.timing()) {
                    text.append("time=0.000..")
                            .append(millis(counts.get().nanos() / loops))
                            .append(' ');
                }
                text.append("rows=")
                        .append(counts.get().rowCount() / loops)
                        .append(" loops=")
                        .append(loops)
                        .append(')');
            }
        }
        return text.toString();
    }

    private int width(Plan node) {
        return node.columns().stream()
                .mapToInt(
                        column -> column.type().byteLength() > 0 ? column.type().byteLength() : 32)
                .sum();
    }

    @SuppressWarnings("ReferenceEquality") // Nodes of one plan are told by identity.
    private List<Plan> subplans(Plan hidden) {
        var plans = new ArrayList<Plan>();
        Plan node = hidden;
        while (node instanceof Project project && !(project.input() instanceof Values)) {
            Plans.scalars(node).forEach(scalar -> collect(scalar, plans));
            node = project.input();
        }
        Plans.scalars(node).forEach(scalar -> collect(scalar, plans));
        return plans;
    }

    private void collect(Scalar scalar, List<Plan> plans) {
        switch (scalar) {
            case Scalar.ScalarSubquery subquery -> plans.add(subquery.plan());
            case Scalar.Exists subquery -> plans.add(subquery.plan());
            case Scalar.ArraySubquery subquery -> plans.add(subquery.plan());
            case Scalar.QuantifiedSubquery subquery -> plans.add(subquery.plan());
            default -> {}
        }
        scalar.operands().forEach(operand -> collect(operand, plans));
    }

    /// Tells of each key looked up where the model said it was and where it is.
    private List<String> traces(Plan node) {
        if (evaluation.isEmpty()
                || !(node instanceof TableScan scan)
                || scan.keys().isAll()
                || !Plans.free(scan).isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        Optional<TableSnapshot> table =
                snapshot.table(scan.table().id())
                        .map(each -> each.with(evaluation.get().indexUse()));
        if (table.isEmpty()) {
            return lines;
        }
        for (KeyRange range : ranges(scan)) {
            if (lines.size() == TRACE_COUNT_MAX) {
                break;
            }
            List<LookupTrace> traces = table.get().trace(new RowKey(range.lower()));
            if (traces.isEmpty()) {
                lines.add("Memtable Lookup: no segment to predict a position in");
            }
            for (LookupTrace trace : traces) {
                lines.add(
                        (evaluation.get().indexUse() == IndexUse.LEARNED
                                        ? "Learned Index: predicted position "
                                        : "Binary Search: first position ")
                                + trace.predicted()
                                + ", actual position "
                                + trace.actual()
                                + ", error bound "
                                + Math.max(
                                        trace.predicted() - trace.window().first(),
                                        trace.window().end() - trace.predicted())
                                + ", key comparisons "
                                + trace.comparisons());
            }
        }
        return lines;
    }

    private List<KeyRange> ranges(TableScan scan) {
        Evaluation used = evaluation.orElseThrow();
        KeySelection keys = scan.keys();
        return keys.ranges(
                scan.table(),
                new KeyEncoder(scan.table()),
                scalar ->
                        compiler.scalars(List.of())
                                .compile(scalar)
                                .evaluate(new Batch(List.of(), 1), used)
                                .value(0));
    }

    private String millis(long nanos) {
        return "%.3f".formatted(nanos / 1e6);
    }

    String json() {
        var text = new StringBuilder("[\n  {\n    \"Plan\": ");
        json(plan, "    ", text);
        if (options.analyze()) {
            text.append(",\n    \"Planning Time\": ")
                    .append(millis(planNanos))
                    .append(",\n    \"Execution Time\": ")
                    .append(millis(executeNanos));
        }
        return text.append("\n  }\n]").toString();
    }

    private void json(Plan hidden, String indent, StringBuilder text) {
        Plan node = shown(hidden);
        PlanDescription.Node described = descriptions.describe(node);
        String inner = indent + "  ";
        text.append("{\n");
        field(text, inner, "Node Type", quoted(described.type()), true);
        if (!described.relation().isEmpty()) {
            field(text, inner, "Relation Name", quoted(described.relation()), false);
            field(text, inner, "Alias", quoted(described.alias()), false);
        }
        if (options.costs()) {
            field(text, inner, "Startup Cost", "0.00", false);
            field(text, inner, "Total Cost", "%.2f".formatted(estimates.cost(node)), false);
            field(
                    text,
                    inner,
                    "Plan Rows",
                    String.valueOf(Math.round(estimates.rows(node))),
                    false);
            field(text, inner, "Plan Width", String.valueOf(width(node)), false);
        }
        if (options.analyze()) {
            long loops = compiler.statistics(node).map(NodeStatistics::openCount).orElse(0L);
            long rows = compiler.statistics(node).map(NodeStatistics::rowCount).orElse(0L);
            long nanos = compiler.statistics(node).map(NodeStatistics::nanos).orElse(0L);
            long runs = Math.max(1, loops);
            field(text, inner, "Actual Startup Time", "0.000", false);
            field(text, inner, "Actual Total Time", millis(nanos / runs), false);
            field(text, inner, "Actual Rows", String.valueOf(rows / runs), false);
            field(text, inner, "Actual Loops", String.valueOf(loops), false);
        }
        described
                .details()
                .forEach((title, detail) -> field(text, inner, title, quoted(detail), false));
        compiler.statistics(node)
                .filter(_ -> options.analyze())
                .filter(counts -> counts.filteredRowCount() > 0)
                .ifPresent(counts ->
                        field(
                                text,
                                inner,
                                "Rows Removed by Runtime Filter",
                                String.valueOf(
                                        counts.filteredRowCount()
                                                / Math.max(1, counts.openCount())),
                                false));
        blocks(node)
                .ifPresent(counts -> {
                    field(
                            text,
                            inner,
                            "Blocks Read",
                            String.valueOf(counts.readBlockCount()),
                            false);
                    field(
                            text,
                            inner,
                            "Blocks Skipped",
                            String.valueOf(counts.skippedBlockCount()),
                            false);
                });
        List<String> traces = traces(node);
        if (!traces.isEmpty()) {
            var list = new ArrayList<String>();
            traces.forEach(trace -> list.add(quoted(trace)));
            field(text, inner, "Lookups", "[" + String.join(", ", list) + "]", false);
        }
        var below = new ArrayList<>(below(node));
        below.addAll(subplans(hidden));
        if (!below.isEmpty()) {
            text.append(",\n").append(inner).append("\"Plans\": [\n");
            for (int i = 0; i < below.size(); i++) {
                text.append(i == 0 ? "" : ",\n").append(inner).append("  ");
                json(below.get(i), inner + "  ", text);
            }
            text.append('\n').append(inner).append(']');
        }
        text.append('\n').append(indent).append('}');
    }

    private void field(
            StringBuilder text, String indent, String name, String value, boolean first) {
        text.append(first ? "" : ",\n")
                .append(indent)
                .append(quoted(name))
                .append(": ")
                .append(value);
    }

    private String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
