package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Over;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.WindowCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the expressions of one SELECT need beside its FROM: aggregates, window functions, calls of
/// set-returning functions, each of which becomes a column. For one thread.
final class Collector {
    private final Map<String, AggregateCall> aggregates = new LinkedHashMap<>();
    private final Map<String, WindowGroup> windows = new LinkedHashMap<>();
    private final Map<String, SelectedSet> sets = new LinkedHashMap<>();
    private final List<Integer> setMentions = new ArrayList<>();
    private final Map<String, Over.Specification> namedWindows = new HashMap<>();
    private final List<GroupingMention> groupings = new ArrayList<>();

    /// The clause that is being bound.
    private Clause clause = Clause.SELECT;

    /// All calls over one window.
    record WindowGroup(List<Scalar> partitionBy, List<SortKey> orderBy, List<WindowCall> calls) {}

    /// GROUPING(…), whose column is computed once the grouping sets are known.
    record GroupingMention(List<Scalar> operands, Column output, int position) {}

    void enter(Clause newClause) {
        clause = newClause;
    }

    Clause clause() {
        return clause;
    }

    /// Takes an aggregate, or finds the same one taken before, and returns its column.
    Column addAggregate(AggregateCall call) {
        var text = new StringBuilder(call.function().oid() + ":" + call.function().name());
        text.append(call.distinct() ? ":distinct" : ":");
        call.arguments().forEach(argument -> text.append(Fingerprint.of(argument)).append(','));
        call.orderBy()
                .forEach(key ->
                        text.append(";")
                                .append(Fingerprint.of(key.value()))
                                .append(key.descending())
                                .append(key.nullsFirst()));
        call.filter().ifPresent(filter -> text.append("|").append(Fingerprint.of(filter)));
        boolean repeatable = call.arguments().stream().noneMatch(Scalars::isVolatile);
        String key = repeatable ? text.toString() : text + "#" + aggregates.size();
        return aggregates.computeIfAbsent(key, _ -> call).output();
    }

    /// Returns whether a column is the result of one of the aggregates.
    boolean aggregates(int columnId) {
        return aggregates.values().stream().anyMatch(call -> call.output().id() == columnId);
    }

    List<AggregateCall> aggregates() {
        return new ArrayList<>(aggregates.values());
    }

    Column addWindowCall(List<Scalar> partitionBy, List<SortKey> orderBy, WindowCall call) {
        var key = new StringBuilder();
        partitionBy.forEach(each -> key.append(Fingerprint.of(each)).append(','));
        orderBy.forEach(each ->
                key.append(';')
                        .append(Fingerprint.of(each.value()))
                        .append(each.descending())
                        .append(each.nullsFirst()));
        windows.computeIfAbsent(
                        key.toString(),
                        _ -> new WindowGroup(partitionBy, orderBy, new ArrayList<>()))
                .calls()
                .add(call);
        return call.output();
    }

    List<WindowGroup> windows() {
        return new ArrayList<>(windows.values());
    }

    /// Takes a call of a set-returning function, or finds the same one taken before, and returns
    /// its column.
    Column addSet(SetCall call) {
        var text = new StringBuilder(call.function().name()).append(call.columnTypes());
        call.arguments().forEach(each -> text.append(',').append(Fingerprint.of(each)));
        boolean repeatable = call.arguments().stream().noneMatch(Scalars::isVolatile);
        String key = repeatable ? text.toString() : text + "#" + sets.size();
        return sets.computeIfAbsent(key, _ -> new SelectedSet.BuiltIn(call)).output();
    }

    Column addSet(SelectedSet set) {
        sets.put("#" + sets.size(), set);
        return set.output();
    }

    List<SelectedSet> sets() {
        return new ArrayList<>(sets.values());
    }

    /// Notes that a set-returning function is mentioned at a position.
    void mentionSet(int position) {
        setMentions.add(position);
    }

    /// Returns where set-returning functions were mentioned so far.
    List<Integer> setMentions() {
        return setMentions;
    }

    /// Takes out the sets that some scalars read, and those that these read in turn: they stand
    /// below a grouping by the scalars.
    List<SelectedSet> takeSets(Collection<Scalar> readers) {
        Set<Integer> read = new HashSet<>();
        readers.forEach(each -> read.addAll(Scalars.columnIds(each)));
        var taken = new ArrayList<SelectedSet>();
        for (SelectedSet set : sets().reversed()) {
            if (read.contains(set.output().id())) {
                set.arguments().forEach(each -> read.addAll(Scalars.columnIds(each)));
                taken.addFirst(set);
            }
        }
        sets.values().removeAll(taken);
        return taken;
    }

    void nameWindow(String name, Over.Specification specification) {
        namedWindows.put(name, specification);
    }

    Map<String, Over.Specification> namedWindows() {
        return namedWindows;
    }

    void addGrouping(GroupingMention mention) {
        groupings.add(mention);
    }

    List<GroupingMention> groupings() {
        return groupings;
    }
}
