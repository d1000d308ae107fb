package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.TriggerFunctions;
import dev.reckon.sql.execute.compile.ModificationCompiler;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/// Compiles the nodes that change data, for one session. For its thread.
///
/// An operator gives one row for each row that it changed: the columns of RETURNING, or none.
public final class Modifications implements ModificationCompiler {
    private final IntToLongFunction rowIds;
    private final ForeignKeys foreignKeys;
    private final Supplier<DeferredChecks> deferred;
    private final TriggerFunctions functions;

    /// The tables that each query under way writes to, where something follows from that.
    private final Deque<List<Long>> underWay = new ArrayDeque<>();

    /// @param rowIds returns the first of so many new keys for tables without a primary key
    /// @param deferred returns the checks that wait for the end of the current transaction
    /// @param functions calls the functions of triggers
    public Modifications(
            IntToLongFunction rowIds,
            ForeignKeys foreignKeys,
            Supplier<DeferredChecks> deferred,
            TriggerFunctions functions) {
        this.rowIds = rowIds;
        this.foreignKeys = foreignKeys;
        this.deferred = deferred;
        this.functions = functions;
    }

    @Override
    public OperatorFactory compile(Plan plan, QueryCompiler queries) {
        return switch (plan) {
            case Insert insert when insert.target().isView() ->
                    ViewChangeFactory.of(insert, queries, this);
            case Update update when update.target().isView() ->
                    ViewChangeFactory.of(update, queries, this);
            case Delete delete when delete.target().isView() ->
                    ViewChangeFactory.of(delete, queries, this);
            case Insert insert -> new InsertFactory(insert, queries, this);
            case Update update -> new UpdateFactory(update, queries, this);
            case Delete delete -> new DeleteFactory(delete, queries, this);
            case Merge merge -> new MergeFactory(merge, queries, this);
            default -> throw new IllegalArgumentException("changes no data: " + plan);
        };
    }

    long newRowIds(int count) {
        return rowIds.applyAsLong(count);
    }

    /// Begins to write to a table in one execution.
    ///
    /// @param operations what the statement does, in the order in which statement triggers fire
    ///   before it
    /// @param changedColumns the positions of the columns that its UPDATE gives values
    TableWriter writer(
            CompiledTarget target,
            List<TriggerOperation> operations,
            List<Integer> changedColumns,
            Evaluation evaluation) {
        if (!hasFollowUps(target.target)) {
            return new TableWriter(
                    target,
                    evaluation,
                    new ReferenceChecks(
                            target.target, false, foreignKeys, deferred.get(), Optional.empty()),
                    uniqueChecks(target.target, Optional.empty(), evaluation),
                    Optional.empty());
        }
        boolean isReplica = isReplica(evaluation);
        QueryEvents events = events(evaluation);
        var references =
                new ReferenceChecks(
                        target.target, isReplica, foreignKeys, deferred.get(), Optional.of(events));
        UniqueChecks unique = uniqueChecks(target.target, Optional.of(events), evaluation);
        List<CompiledTriggers.Each> firing =
                target.triggers.map(each -> each.firing(isReplica)).orElse(List.of());
        if (firing.isEmpty()) {
            return new TableWriter(target, evaluation, references, unique, Optional.empty());
        }
        var triggers =
                new TriggerFiring(
                        target.triggers.orElseThrow(),
                        target,
                        firing,
                        operations,
                        target.changing(changedColumns),
                        functions,
                        deferred.get(),
                        events,
                        evaluation);
        return new TableWriter(
                target,
                evaluation,
                new TriggeredFollowUps(references, triggers),
                unique,
                Optional.of(triggers));
    }

    private UniqueChecks uniqueChecks(
            Target target, Optional<QueryEvents> events, Evaluation evaluation) {
        return new UniqueChecks(target, deferred.get(), events, evaluation.transaction());
    }

    /// Returns whether anything is to be done after changes of a table.
    private static boolean hasFollowUps(Target target) {
        return target.triggers().isPresent()
                || !target.references().isEmpty()
                || !target.referencedBy().isEmpty()
                || target.hasDeferrableIndex();
    }

    private static void add(Target target, List<Long> written) {
        if (hasFollowUps(target)) {
            written.add(target.oid());
        }
        target.routing()
                .ifPresent(routing -> routing.parts().forEach(part -> add(part.target(), written)));
    }

    /// Returns what waits for the end of an execution.
    private QueryEvents events(Evaluation evaluation) {
        return evaluation.once(this, QueryEvents.class, QueryEvents::new);
    }

    /// Returns the triggers that fire when tables are emptied.
    public TruncateTriggers truncateTriggers(List<Target> targets, Evaluation evaluation) {
        var events = new QueryEvents();
        List<TriggerFiring> firing =
                targets.stream()
                        .filter(target -> target.triggers().isPresent())
                        .map(target -> new CompiledTarget(target, QueryCompiler.of(this)))
                        .map(target ->
                                new TriggerFiring(
                                        target.triggers.orElseThrow(),
                                        target,
                                        target.triggers.orElseThrow().firing(isReplica(evaluation)),
                                        TruncateTriggers.OPERATIONS,
                                        Set.of(),
                                        functions,
                                        deferred.get(),
                                        events,
                                        evaluation))
                        .toList();
        return new TruncateTriggers(firing, events);
    }

    private static boolean isReplica(Evaluation evaluation) {
        return evaluation.environment().setting("session_replication_role").equals("replica");
    }

    /// Makes a whole query of a plan: what its parts leave for its end is done after all of them.
    ///
    /// @param plan what was compiled
    public OperatorFactory whole(OperatorFactory compiled, Plan plan) {
        List<Long> written = new ArrayList<>();
        Plans.visit(
                plan,
                node -> {
                    switch (node) {
                        case Insert insert -> add(insert.target(), written);
                        case Update update -> add(update.target(), written);
                        case Delete delete -> add(delete.target(), written);
                        case Merge merge -> add(merge.target(), written);
                        default -> {}
                    }
                });
        return written.isEmpty()
                ? compiled
                : evaluation -> open(compiled, List.copyOf(written), evaluation);
    }

    /// Returns whether a query that writes to a table, and may call functions meanwhile, is under
    /// way in the session.
    public boolean isInUse(long tableOid) {
        return underWay.stream().anyMatch(tables -> tables.contains(tableOid));
    }

    private Operator open(OperatorFactory compiled, List<Long> written, Evaluation evaluation) {
        Optional<QueryEvents> outer = foreignKeys.takeQuery();
        QueryEvents events =
                evaluation.once(this, QueryEvents.class, () -> outer.orElseGet(QueryEvents::new));
        events.hold();
        Operator parts = compiled.open(evaluation);
        if (outer.isPresent()) {
            return parts;
        }
        underWay.push(written);
        return new WholeQuery(parts, events, () -> underWay.removeFirstOccurrence(written));
    }

    /// Returns whether checks of a table wait for the end of the transaction.
    public boolean hasDeferredChecks(long tableOid) {
        return deferred.get().hasAnyOf(tableOid);
    }
}
