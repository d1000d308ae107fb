package dev.reckon.sql;

import dev.reckon.sql.plan.*;
import dev.reckon.sql.plan.Zip;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What EXPLAIN says of each node of a plan: its type, on what it works, and details in order.
record PlanDescription(ScalarText scalars) {
    /// @param type the node's name, as PostgreSQL's JSON has it
    /// @param relation the table that it reads, empty when it reads none
    /// @param alias the table's name in the statement
    /// @param details titles and texts, in order
    record Node(String type, String relation, String alias, Map<String, String> details) {
        /// Returns the first line of the text form.
        String title() {
            if (relation.isEmpty()) {
                return type;
            }
            return type
                    + " on "
                    + relation
                    + (alias.isEmpty() || alias.equals(relation) ? "" : " " + alias);
        }
    }

    Node describe(Plan plan) {
        Map<String, String> details = new LinkedHashMap<>();
        return switch (plan) {
            case TableScan scan -> {
                if (!scan.keys().isAll()) {
                    details.put("Key", scalars.of(scan.keys(), keyNames(scan.table())));
                }
                if (scan.order() != dev.reckon.storage.ScanOrder.ANY) {
                    details.put(
                            "Order",
                            scan.order() == dev.reckon.storage.ScanOrder.FORWARD
                                    ? "by key, ascending"
                                    : "by key, descending");
                }
                scan.skip()
                        .ifPresent(skip ->
                                details.put(
                                        skip.type().equals(DataType.FLOAT8)
                                                ? "Percentile by Position"
                                                : "Offset by Position",
                                        scalars.of(skip)));
                scan.filter().ifPresent(filter -> details.put("Filter", scalars.of(filter)));
                if (!scan.runtimeFilters().isEmpty()) {
                    details.put(
                            "Runtime Filter",
                            scan.runtimeFilters().stream()
                                    .map(target -> target.column().name())
                                    .distinct()
                                    .collect(Collectors.joining(", ")));
                }
                yield new Node(scan.accessPath(), scan.table().name(), scan.alias(), details);
            }
            case IndexScan scan -> {
                details.put("Index Name", scan.indexName());
                details.put("Index Cond", scalars.of(scan.keys(), keyNames(scan.index())));
                scan.filter().ifPresent(filter -> details.put("Filter", scalars.of(filter)));
                yield new Node(scan.accessPath(), scan.table().name(), scan.alias(), details);
            }
            case SampleScan scan -> {
                details.put(
                        "Sampling",
                        scan.method().name().toLowerCase(Locale.ROOT)
                                + " ("
                                + scalars.of(scan.percentage())
                                + ")"
                                + scan.seed()
                                        .map(seed -> " REPEATABLE (" + scalars.of(seed) + ")")
                                        .orElse(""));
                yield new Node("Learned Sample Scan", scan.table().name(), scan.alias(), details);
            }
            case KeyCount count -> {
                if (!count.keys().isAll()) {
                    details.put("Key", scalars.of(count.keys(), keyNames(count.table())));
                }
                yield new Node("Learned Key Count", count.table().name(), count.alias(), details);
            }
            case SystemTableScan scan -> {
                scan.filter().ifPresent(filter -> details.put("Filter", scalars.of(filter)));
                yield new Node("System Scan", scan.table().name(), scan.alias(), details);
            }
            case FunctionScan scan -> {
                scan.calls()
                        .forEach(call ->
                                details.put(
                                        "Function Call",
                                        call.function().name()
                                                + "("
                                                + scalars.list(call.arguments())
                                                + ")"));
                yield new Node("Function Scan", "", "", details);
            }
            case Values values ->
                    new Node(
                            values.columns().isEmpty() ? "Result" : "Values Scan", "", "", details);
            case Project _ -> new Node("Project", "", "", details);
            case ProjectSet _ -> new Node("ProjectSet", "", "", details);
            case Filter filter -> {
                Set<Integer> read = new HashSet<>();
                Plans.collectFree(filter.condition(), read);
                details.put(
                        read.isEmpty() ? "One-Time Filter" : "Filter",
                        scalars.of(filter.condition()));
                yield new Node("Filter", "", "", details);
            }
            case Join join -> new Node("Join " + kind(join.kind()), "", "", details);
            case HashJoin join -> {
                var conditions = new ArrayList<String>();
                for (int i = 0; i < join.leftKeys().size(); i++) {
                    conditions.add(
                            "("
                                    + scalars.of(join.leftKeys().get(i))
                                    + " = "
                                    + scalars.of(join.rightKeys().get(i))
                                    + ")");
                }
                details.put(
                        "Hash Cond",
                        conditions.size() == 1
                                ? conditions.getFirst()
                                : "(" + String.join(" AND ", conditions) + ")");
                join.residual().ifPresent(rest -> details.put("Join Filter", scalars.of(rest)));
                yield new Node("Hash " + joinName(join.kind()), "", "", details);
            }
            case MergeJoin join -> new Node("Merge " + joinName(join.kind()), "", "", details);
            case NestedLoopJoin join -> {
                join.condition().ifPresent(each -> details.put("Join Filter", scalars.of(each)));
                yield new Node("Nested Loop" + suffix(join.kind()), "", "", details);
            }
            case IndexJoin join -> {
                details.put("Lookup Key", scalars.list(join.keys()));
                join.residual().ifPresent(rest -> details.put("Join Filter", scalars.of(rest)));
                yield new Node("Learned Lookup " + joinName(join.kind()), "", "", details);
            }
            case Apply apply -> {
                apply.condition().ifPresent(each -> details.put("Join Filter", scalars.of(each)));
                yield new Node("Apply" + suffix(apply.kind()), "", "", details);
            }
            case Aggregate aggregate -> {
                if (!aggregate.keys().isEmpty()) {
                    details.put(
                            "Group Key",
                            scalars.list(aggregate.keys().stream().map(Output::value).toList()));
                }
                yield new Node(
                        aggregate.keys().isEmpty() ? "Aggregate" : "HashAggregate",
                        "",
                        "",
                        details);
            }
            case Window _ -> new Node("WindowAgg", "", "", details);
            case Sort sort -> {
                details.put("Sort Key", keys(sort.keys()));
                yield new Node("Sort", "", "", details);
            }
            case TopN top -> {
                details.put("Sort Key", keys(top.keys()));
                yield new Node("Top-N Sort", "", "", details);
            }
            case Limit _ -> new Node("Limit", "", "", details);
            case Distinct distinct ->
                    new Node(distinct.sorted() ? "Unique" : "HashDistinct", "", "", details);
            case SetOperation operation ->
                    new Node(
                            "HashSetOp "
                                    + capitalized(operation.kind().name())
                                    + (operation.all() ? " All" : ""),
                            "",
                            "",
                            details);
            case Append _ -> new Node("Append", "", "", details);
            case Zip _ -> new Node("Rows From", "", "", details);
            case RecursiveUnion _ -> new Node("Recursive Union", "", "", details);
            case WorkTable _ -> new Node("WorkTable Scan", "", "", details);
            case CommonTable table -> new Node("CTE " + table.name(), "", "", details);
            case CommonTableScan scan -> new Node("CTE Scan", scan.name(), "", details);
            case LockRows _ -> new Node("LockRows", "", "", details);
            case Insert insert -> new Node("Insert", insert.target().name(), "", details);
            case Update update -> new Node("Update", update.target().name(), "", details);
            case Delete delete -> new Node("Delete", delete.target().name(), "", details);
            case Merge merge -> new Node("Merge", merge.target().name(), "", details);
        };
    }

    static List<String> keyNames(TableSchema table) {
        return table.key().stream().map(key -> table.column(key.column()).name()).toList();
    }

    private String keys(List<SortKey> keys) {
        var texts = new ArrayList<String>();
        for (SortKey key : keys) {
            texts.add(
                    scalars.of(key.value())
                            + (key.descending() ? " DESC" : "")
                            + (key.nullsFirst() == key.descending()
                                    ? ""
                                    : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
        }
        return String.join(", ", texts);
    }

    private static String kind(JoinKind kind) {
        return Arrays.stream(kind.name().split("_"))
                .map(PlanDescription::capitalized)
                .collect(Collectors.joining(" "));
    }

    private static String joinName(JoinKind kind) {
        return kind == JoinKind.INNER ? "Join" : kind(kind) + " Join";
    }

    private static String suffix(JoinKind kind) {
        return kind == JoinKind.INNER ? "" : " " + kind(kind) + " Join";
    }

    private static String capitalized(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
