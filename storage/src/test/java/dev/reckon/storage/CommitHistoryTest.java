package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.Linearizability;
import dev.reckon.storage.testing.Linearizability.Call;
import dev.reckon.storage.testing.Race;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Transactions that commit at the same time, sharing syncs of a disk that pauses, take effect one
/// after the other, each between its beginning and its acknowledgement, and snapshots see all of
/// them or nothing; a store that is not so is found out.
///
/// `-Dhistories=N` sets how many there are of each level, `-Dseed=N` replays from one on.
final class CommitHistoryTest {
    private static final int HISTORY_COUNT = Integer.getInteger("histories", 40);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final int PLANTED_HISTORY_COUNT_MAX = 5_000;
    private static final int THREAD_COUNT = 4;
    private static final int CALL_COUNT = 6;
    private static final int KEY_COUNT = 3;
    private static final Set<SqlState> REFUSALS =
            Set.of(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED);

    /// What a transaction does, and what it saw; nothing when it was refused.
    private sealed interface Operation {
        /// Adds to one key's number.
        record Add(int key, int amount, Optional<Integer> before) implements Operation {}

        /// Makes one number the sum of two.
        record Sum(int from, int to, Optional<List<Integer>> before) implements Operation {}

        /// Sees all numbers.
        record ReadAll(List<Integer> seen) implements Operation {}
    }

    /// A store of a few numbers.
    private interface Numbers {
        Operation add(int key, int amount);

        Operation sum(int from, int to);

        Operation readAll();
    }

    private static final class StoredNumbers implements Numbers, AutoCloseable {
        private final Store store;
        private final SimpleTable table;
        private final Isolation isolation;

        StoredNumbers(SimulatedDisk disk, Isolation isolation) {
            this.store = Store.open(disk, new StoreOptions(1000, 1 << 20, 1 << 30, false));
            this.table = new SimpleTable(store.allocateId());
            this.isolation = isolation;
            Transaction setup = store.begin(Isolation.READ_COMMITTED);
            setup.createTable(table.schema());
            for (int key = 0; key < KEY_COUNT; key++) {
                setup.insert(table.id(), table.key(key), table.row(key, "0"));
            }
            setup.commit();
        }

        @Override
        public Operation add(int key, int amount) {
            try (Transaction transaction = store.begin(isolation)) {
                int before = lock(transaction, key);
                put(transaction, key, before + amount);
                transaction.commit();
                return new Operation.Add(key, amount, Optional.of(before));
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isIn(REFUSALS);
                return new Operation.Add(key, amount, Optional.empty());
            }
        }

        /// Reads a number without a lock where the level keeps what was read from changing.
        @Override
        public Operation sum(int from, int to) {
            try (Transaction transaction = store.begin(isolation)) {
                int source =
                        isolation == Isolation.SERIALIZABLE
                                ? read(transaction, from)
                                : lock(transaction, from);
                int target = lock(transaction, to);
                put(transaction, to, source + target);
                transaction.commit();
                return new Operation.Sum(from, to, Optional.of(List.of(source, target)));
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isIn(REFUSALS);
                return new Operation.Sum(from, to, Optional.empty());
            }
        }

        @Override
        public Operation readAll() {
            try (Snapshot snapshot = store.snapshot()) {
                return new Operation.ReadAll(numbers(snapshot));
            }
        }

        int lock(Transaction transaction, int key) {
            try (Snapshot _ = transaction.statementSnapshot()) {
                var row =
                        transaction.lock(
                                table.id(), table.key(key), LockMode.UPDATE, WaitPolicy.WAIT);
                return Integer.parseInt(table.value(row.row().orElseThrow()));
            }
        }

        int read(Transaction transaction, int key) {
            try (Snapshot snapshot = transaction.statementSnapshot()) {
                return number(snapshot, key);
            }
        }

        private void put(Transaction transaction, int key, int number) {
            transaction.update(
                    table.id(), table.key(key), table.row(key, Integer.toString(number)));
        }

        private List<Integer> numbers(Snapshot snapshot) {
            List<Integer> numbers = new ArrayList<>();
            for (int key = 0; key < KEY_COUNT; key++) {
                numbers.add(number(snapshot, key));
            }
            return numbers;
        }

        private int number(Snapshot snapshot, int key) {
            Batch row =
                    snapshot.table(table.id())
                            .orElseThrow()
                            .find(table.key(key), List.of(1))
                            .compact();
            var text = (BytesVector) row.column(0);
            int start = text.starts()[0];
            return Integer.parseInt(
                    new String(
                            text.bytes(), start, text.ends()[0] - start, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /// Sees each number at a moment of its own.
    private static final class TornNumbers implements Numbers {
        private final StoredNumbers numbers;

        TornNumbers(StoredNumbers numbers) {
            this.numbers = numbers;
        }

        @Override
        public Operation add(int key, int amount) {
            return numbers.add(key, amount);
        }

        @Override
        public Operation sum(int from, int to) {
            return numbers.sum(from, to);
        }

        @Override
        public Operation readAll() {
            List<Integer> seen = new ArrayList<>();
            for (int key = 0; key < KEY_COUNT; key++) {
                seen.add(((Operation.ReadAll) numbers.readAll()).seen().get(key));
                LockSupport.parkNanos(1);
            }
            return new Operation.ReadAll(seen);
        }
    }

    /// Acknowledges what another thread is about to commit.
    private static final class HastyNumbers implements Numbers {
        private final StoredNumbers numbers;
        private final int[] promised = new int[KEY_COUNT];
        private final List<FutureTask<Operation>> later = new ArrayList<>();

        HastyNumbers(StoredNumbers numbers) {
            this.numbers = numbers;
        }

        @Override
        public synchronized Operation add(int key, int amount) {
            var task = new FutureTask<>(() -> numbers.add(key, amount));
            Thread.ofPlatform().start(task);
            later.add(task);
            int before = promised[key];
            promised[key] += amount;
            return new Operation.Add(key, amount, Optional.of(before));
        }

        @Override
        public Operation sum(int from, int to) {
            return readAll();
        }

        @Override
        public Operation readAll() {
            return numbers.readAll();
        }

        synchronized void await() {
            for (FutureTask<Operation> task : later) {
                try {
                    task.get();
                } catch (ExecutionException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void commitsHaveAnOrder(Isolation isolation) {
        int acknowledgedCount = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORY_COUNT; seed++) {
            try (var numbers = new StoredNumbers(disk(seed), isolation)) {
                List<Call<Operation>> history = history(numbers, seed);
                assertThat(isLinearizable(history)).as("seed %d: %s", seed, history).isTrue();
                acknowledgedCount += acknowledgedCount(history);
            }
        }
        assertThat(acknowledgedCount).isGreaterThan(HISTORY_COUNT * THREAD_COUNT);
    }

    @Test
    void aSnapshotOfSeveralMomentsIsFound() {
        boolean found = false;
        for (long seed = 1; seed <= PLANTED_HISTORY_COUNT_MAX && !found; seed++) {
            try (var numbers = new StoredNumbers(disk(seed), Isolation.READ_COMMITTED)) {
                found = !isLinearizable(history(new TornNumbers(numbers), seed));
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void anAcknowledgementBeforeTheCommitIsFound() {
        boolean found = false;
        for (long seed = 1; seed <= PLANTED_HISTORY_COUNT_MAX && !found; seed++) {
            try (var numbers = new StoredNumbers(disk(seed), Isolation.READ_COMMITTED)) {
                var hasty = new HastyNumbers(numbers);
                found = !isLinearizable(history(hasty, seed));
                hasty.await();
            }
        }
        assertThat(found).isTrue();
    }

    private static SimulatedDisk disk(long seed) {
        var disk = new SimulatedDisk();
        var pauses = new SplittableRandom(seed);
        disk.pauseWith(() -> {
            synchronized (pauses) {
                Race.pause(pauses);
            }
        });
        return disk;
    }

    private static List<Call<Operation>> history(Numbers numbers, long seed) {
        var random = new SplittableRandom(seed);
        List<Race.Runner<Operation>> runners = new ArrayList<>();
        for (int thread = 0; thread < THREAD_COUNT; thread++) {
            runners.add(new Client(numbers, random.split()));
        }
        return Race.run(runners, seed);
    }

    private static final class Client implements Race.Runner<Operation> {
        private final Numbers numbers;
        private final SplittableRandom random;
        private int callsLeft = CALL_COUNT;

        Client(Numbers numbers, SplittableRandom random) {
            this.numbers = numbers;
            this.random = random;
        }

        @Override
        public Optional<Operation> call() {
            if (callsLeft == 0) {
                return Optional.empty();
            }
            callsLeft--;
            int key = random.nextInt(KEY_COUNT);
            return Optional.of(
                    switch (random.nextInt(4)) {
                        case 0, 1 -> numbers.add(key, 1 + random.nextInt(5));
                        case 2 -> numbers.sum(key, (key + 1) % KEY_COUNT);
                        default -> numbers.readAll();
                    });
        }
    }

    private static int acknowledgedCount(List<Call<Operation>> history) {
        int count = 0;
        for (Call<Operation> call : history) {
            boolean acknowledged =
                    switch (call.operation()) {
                        case Operation.Add add -> add.before().isPresent();
                        case Operation.Sum sum -> sum.before().isPresent();
                        case Operation.ReadAll _ -> false;
                    };
            count += acknowledged ? 1 : 0;
        }
        return count;
    }

    private static boolean isLinearizable(List<Call<Operation>> history) {
        List<Integer> first = List.of(0, 0, 0);
        return Linearizability.holds(history, first, CommitHistoryTest::after);
    }

    private static Optional<List<Integer>> after(List<Integer> state, Operation operation) {
        return switch (operation) {
            case Operation.ReadAll read ->
                    read.seen().equals(state) ? Optional.of(state) : Optional.empty();
            case Operation.Add add ->
                    change(
                            state,
                            add.key(),
                            add.amount(),
                            add.before(),
                            Optional.of(state.get(add.key())));
            case Operation.Sum sum ->
                    change(
                            state,
                            sum.to(),
                            state.get(sum.from()),
                            sum.before(),
                            Optional.of(List.of(state.get(sum.from()), state.get(sum.to()))));
        };
    }

    /// Returns the state after an addition that saw something; the same one when it was refused.
    private static <T> Optional<List<Integer>> change(
            List<Integer> state, int key, int amount, Optional<T> seen, Optional<T> actual) {
        if (seen.isEmpty()) {
            return Optional.of(state);
        }
        if (!seen.equals(actual)) {
            return Optional.empty();
        }
        List<Integer> next = new ArrayList<>(state);
        next.set(key, next.get(key) + amount);
        return Optional.of(next);
    }
}
