package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.buffer.BatchSlices;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups its input by one or several grouping sets and computes aggregates.
public final class AggregateOperator implements Operator {
    /// How many parts that have whole groups a thread aggregates before they are handed out.
    private static final int PARTS_PER_THREAD = 4;

    private final OperatorFactory input;
    private final AggregatePlan plan;
    private final AggregateFactory.Threads threads;
    private final Evaluation evaluation;

    /// The parts of the input whose groups are whole, and how many of them were aggregated.
    private Optional<ParallelRows> parts = Optional.empty();

    private int readPartCount;

    /// What is left to hand out: aggregations whose groups are complete in memory, and parts of
    /// rows on disk that are still to be aggregated.
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();

    private Optional<GroupAggregation> current = Optional.empty();
    private Optional<BatchSlices> slices = Optional.empty();
    private boolean isRead;
    private long peakByteCount;
    private long spilledByteCount;

    private sealed interface Pending extends AutoCloseable {
        int set();

        @Override
        void close();

        record Groups(int set, GroupAggregation groups) implements Pending {
            @Override
            public void close() {
                groups.close();
            }
        }

        record Part(int set, SpilledRows rows, int depth) implements Pending {
            @Override
            public void close() {
                rows.close();
            }
        }
    }

    /// @param threads how threads may share the work
    public AggregateOperator(
            OperatorFactory input,
            AggregatePlan plan,
            AggregateFactory.Threads threads,
            Evaluation evaluation) {
        this.input = input;
        this.plan = plan;
        this.threads =
                threads == AggregateFactory.Threads.MERGED && !plan.isMergeable()
                        ? AggregateFactory.Threads.ONE
                        : threads;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (!isRead) {
            isRead = true;
            read();
        }
        while (true) {
            evaluation.checkCancelled();
            if (slices.isPresent()) {
                Optional<Batch> batch = slices.get().next();
                if (batch.isPresent()) {
                    return batch;
                }
                endCurrent();
            }
            if (pending.isEmpty() && !readMoreParts()) {
                return Optional.empty();
            }
            Pending next = pending.removeFirst();
            GroupAggregation groups =
                    switch (next) {
                        case Pending.Groups ready -> ready.groups;
                        case Pending.Part part -> aggregate(part);
                    };
            show(next.set(), groups);
        }
    }

    private void read() {
        if (threads != AggregateFactory.Threads.ONE) {
            Optional<ParallelRows> divided = input.openParallel(evaluation);
            if (divided.isPresent()) {
                if (threads == AggregateFactory.Threads.APART) {
                    parts = divided;
                } else {
                    readParallel(divided.get());
                }
                return;
            }
        }
        List<GroupAggregation> sets = new ArrayList<>();
        for (int set = 0; set < plan.sets().size(); set++) {
            GroupAggregation groups = plan.newAggregation(set, evaluation, 0);
            sets.add(groups);
            pending.add(new Pending.Groups(set, groups));
        }
        try (Operator rows = input.open(evaluation)) {
            readAll(rows, sets);
        }
    }

    private void readAll(Operator source, List<GroupAggregation> sets) {
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            evaluation.checkCancelled();
            Batch rows = plan.input().compute(batch.get(), evaluation);
            for (GroupAggregation groups : sets) {
                groups.add(rows);
            }
        }
    }

    /// Aggregates some more parts that have whole groups, so that only those groups take memory;
    /// returns false when there are no more.
    private boolean readMoreParts() {
        if (parts.isEmpty() || readPartCount == parts.get().partCount()) {
            return false;
        }
        ParallelRows rows = parts.get();
        int first = readPartCount;
        int count =
                Math.min(
                        rows.partCount() - first,
                        evaluation.workers().workerCountMax() * PARTS_PER_THREAD);
        List<GroupAggregation> made = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            GroupAggregation groups = plan.newAggregation(0, evaluation, 0);
            made.add(groups);
            pending.add(new Pending.Groups(0, groups));
        }
        readPartCount += count;
        evaluation
                .workers()
                .run(
                        count,
                        () -> made,
                        (all, part) -> {
                            try (Operator each = rows.open(first + part)) {
                                readAll(each, List.of(all.get(part)));
                            }
                        });
        return true;
    }

    /// Lets each thread aggregate the parts that it takes, and merges what they have.
    private void readParallel(ParallelRows rows) {
        List<GroupAggregation> made = new ArrayList<>();
        try (rows) {
            List<GroupAggregation> workers =
                    evaluation
                            .workers()
                            .run(
                                    rows.partCount(),
                                    () -> {
                                        GroupAggregation groups =
                                                plan.newAggregation(0, evaluation, 0);
                                        synchronized (made) {
                                            made.add(groups);
                                        }
                                        return groups;
                                    },
                                    (groups, part) -> {
                                        try (Operator each = rows.open(part)) {
                                            readAll(each, List.of(groups));
                                        }
                                    });
            GroupAggregation all = workers.get(0);
            for (GroupAggregation worker : workers) {
                if (worker != all) {
                    all.merge(worker);
                }
            }
            // Now that all groups in memory are in one place, rows that a thread wrote to disk
            // find theirs there, or go to disk again.
            for (GroupAggregation worker : workers) {
                worker.takeSpilled().ifPresent(spilled -> addAgain(spilled, all));
            }
            made.remove(all);
            pending.add(new Pending.Groups(0, all));
        } finally {
            made.forEach(GroupAggregation::close);
        }
    }

    private void addAgain(Partitions rows, GroupAggregation groups) {
        try (rows) {
            for (int part = 0; part < Partitions.COUNT; part++) {
                SpilledRows.Reader reader = rows.part(part).read();
                for (Optional<Batch> batch = reader.next();
                        batch.isPresent();
                        batch = reader.next()) {
                    evaluation.checkCancelled();
                    groups.add(batch.get());
                }
            }
        }
    }

    private GroupAggregation aggregate(Pending.Part part) {
        GroupAggregation groups = plan.newAggregation(part.set, evaluation, part.depth);
        current = Optional.of(groups);
        SpilledRows.Reader reader = part.rows.read();
        for (Optional<Batch> batch = reader.next(); batch.isPresent(); batch = reader.next()) {
            evaluation.checkCancelled();
            groups.add(batch.get());
        }
        part.close();
        return groups;
    }

    /// Begins to hand out an aggregation's groups; parts of others come right after them.
    private void show(int set, GroupAggregation groups) {
        current = Optional.of(groups);
        groups.finish();
        peakByteCount = Math.max(peakByteCount, groups.peakByteCount());
        spilledByteCount += groups.spilledByteCount();
        groups.takeSpilled()
                .ifPresent(parts -> {
                    for (int part = Partitions.COUNT - 1; part >= 0; part--) {
                        pending.addFirst(
                                new Pending.Part(set, parts.part(part), groups.depth() + 1));
                    }
                });
        int groupCount = groups.groupCount();
        slices = Optional.of(BatchSlices.of(columns(set, groups), groupCount));
    }

    private List<ColumnVector> columns(int set, GroupAggregation groups) {
        int groupCount = groups.groupCount();
        List<ColumnVector> columns = new ArrayList<>();
        List<ColumnVector> keys = groups.keys();
        for (int key = 0; key < plan.keyTypes().size(); key++) {
            int position = plan.sets().get(set).indexOf(key);
            columns.add(
                    position >= 0
                            ? keys.get(position)
                            : ConstantVectors.of(
                                    plan.keyTypes().get(key), Value.Null.NULL, groupCount));
        }
        columns.addAll(groups.results());
        if (plan.hasSetNumber()) {
            columns.add(ConstantVectors.of(PhysicalType.INT4, new Value.Int(set), groupCount));
        }
        return columns;
    }

    private void endCurrent() {
        slices = Optional.empty();
        current.ifPresent(GroupAggregation::close);
        current = Optional.empty();
    }

    @Override
    public long peakByteCount() {
        return peakByteCount;
    }

    @Override
    public long spilledByteCount() {
        return spilledByteCount;
    }

    @Override
    public void close() {
        endCurrent();
        pending.forEach(Pending::close);
        pending.clear();
        parts.ifPresent(ParallelRows::close);
        parts = Optional.empty();
    }
}
