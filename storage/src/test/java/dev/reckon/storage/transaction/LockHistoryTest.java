package dev.reckon.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.Linearizability;
import dev.reckon.storage.testing.Linearizability.Call;
import dev.reckon.storage.testing.Race;
import dev.reckon.storage.type.RowKey;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What threads see of each other's row locks has an order in which each lock was free when it was
/// taken; nobody waits for ever; and a lock table with a hole is found out.
///
/// `-Dhistories=N` sets how many there are, `-Dseed=N` replays from one on.
final class LockHistoryTest {
    private static final int HISTORY_COUNT = Integer.getInteger("histories", 1_000);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final int OWNER_COUNT = 3;
    private static final int KEY_COUNT = 2;
    private static final int CALL_COUNT = 6;
    private static final int MODE_COUNT = 4;

    private enum Answer {
        TAKEN,
        HELD,
        NOT_AVAILABLE,
        DEADLOCK,
        RELEASED
    }

    /// What an owner did to a key.
    ///
    /// @param mode the mode that was wanted; the modes that stay, bit by bit, for a release
    /// @param excused whether it may have met another who waited: who comes later does not go
    ///   first, even where no holder is in the way
    private record Operation(int owner, int key, int mode, Answer answer, boolean excused) {
        Operation(int owner, int key, int mode, Answer answer) {
            this(owner, key, mode, answer, false);
        }

        Operation excusedIf(boolean isExcused) {
            return new Operation(owner, key, mode, answer, isExcused);
        }
    }

    /// One owner's way to a lock table.
    private interface Locks {
        Answer lock(int key, int mode, boolean wait);

        /// Gives back what was taken last.
        void releaseLast();
    }

    private static final class TableLocks implements Locks {
        private final LockOwner owner;

        TableLocks(LockTable table) {
            this.owner = table.newOwner();
        }

        @Override
        public Answer lock(int key, int mode, boolean wait) {
            var rowKey = new RowKey(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
            int mark = owner.mark();
            try {
                return switch (owner.lockRow(1, rowKey, mode, wait ? Long.MAX_VALUE : 0)) {
                    case TAKEN -> Answer.TAKEN;
                    case HELD -> Answer.HELD;
                    case NOT_AVAILABLE -> Answer.NOT_AVAILABLE;
                };
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.DEADLOCK_DETECTED);
                assertThat(owner.mark()).as("locks after a deadlock").isEqualTo(mark);
                return Answer.DEADLOCK;
            }
        }

        @Override
        public void releaseLast() {
            owner.releaseTo(owner.mark() - 1);
        }
    }

    /// Locks that look whether they are free, and are taken a moment later.
    private static final class LeakyLocks implements Locks {
        private final int[][] modes;
        private final int owner;
        private final Deque<int[]> taken = new ArrayDeque<>();

        LeakyLocks(int[][] modes, int owner) {
            this.modes = modes;
            this.owner = owner;
        }

        @Override
        public Answer lock(int key, int mode, boolean wait) {
            int held = held(key);
            if (held >= 1 << mode) {
                return Answer.HELD;
            }
            synchronized (modes) {
                if (isExcluded(modes, owner, key, mode)) {
                    return Answer.NOT_AVAILABLE;
                }
            }
            LockSupport.parkNanos(1);
            synchronized (modes) {
                modes[owner][key] |= 1 << mode;
            }
            taken.push(new int[] {key, held});
            return Answer.TAKEN;
        }

        private int held(int key) {
            synchronized (modes) {
                return modes[owner][key];
            }
        }

        @Override
        public void releaseLast() {
            int[] last = taken.pop();
            synchronized (modes) {
                modes[owner][last[0]] = last[1];
            }
        }
    }

    @Test
    void locksHaveAnOrder() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORY_COUNT; seed++) {
            var table = new LockTable();
            List<Call<Operation>> history = history(seed, _ -> new TableLocks(table));
            assertThat(isLinearizable(history)).as("seed %d: %s", seed, history).isTrue();
            assertThat(table.lockedCount()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aLockTakenAMomentLateIsFound() {
        boolean found = false;
        for (long seed = 1; seed <= 20_000 && !found; seed++) {
            int[][] modes = new int[OWNER_COUNT][KEY_COUNT];
            found = !isLinearizable(history(seed, owner -> new LeakyLocks(modes, owner)));
        }
        assertThat(found).isTrue();
    }

    private static List<Call<Operation>> history(long seed, IntFunction<Locks> locks) {
        var random = new SplittableRandom(seed);
        List<Race.Runner<Operation>> runners = new ArrayList<>();
        for (int owner = 0; owner < OWNER_COUNT; owner++) {
            runners.add(new Owner(owner, locks.apply(owner), random.split()));
        }
        return Race.run(runners, seed);
    }

    /// Takes what chance wants, and gives all of it back in the end, and when it is the victim of a
    /// deadlock.
    private static final class Owner implements Race.Runner<Operation> {
        private final int number;
        private final Locks locks;
        private final SplittableRandom random;
        private final int[] modes = new int[KEY_COUNT];

        /// Key, and modes before.
        private final Deque<int[]> taken = new ArrayDeque<>();

        private int callsLeft = CALL_COUNT;

        Owner(int number, Locks locks, SplittableRandom random) {
            this.number = number;
            this.locks = locks;
            this.random = random;
        }

        @Override
        public Optional<Operation> call() {
            if (callsLeft == 0 || (!taken.isEmpty() && random.nextInt(4) == 0)) {
                return giveBack();
            }
            callsLeft--;
            int key = random.nextInt(KEY_COUNT);
            int mode = random.nextInt(MODE_COUNT);
            Answer answer = locks.lock(key, mode, random.nextInt(3) > 0);
            if (answer == Answer.TAKEN) {
                taken.push(new int[] {key, modes[key]});
                modes[key] |= 1 << mode;
            } else if (answer == Answer.DEADLOCK) {
                callsLeft = 0;
            }
            return Optional.of(new Operation(number, key, mode, answer));
        }

        private Optional<Operation> giveBack() {
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            int[] last = taken.pop();
            modes[last[0]] = last[1];
            locks.releaseLast();
            return Optional.of(new Operation(number, last[0], last[1], Answer.RELEASED));
        }
    }

    private static boolean isLinearizable(List<Call<Operation>> history) {
        List<Call<Operation>> judged =
                history.stream()
                        .map(call ->
                                new Call<>(
                                        call.operation()
                                                .excusedIf(mayHaveMetAWaiter(history, call)),
                                        call.begin(),
                                        call.end()))
                        .toList();
        return Linearizability.holds(judged, 0, LockHistoryTest::after);
    }

    private static Optional<Integer> after(int held, Operation operation) {
        int own = modes(held, operation.owner(), operation.key());
        int[][] all = new int[OWNER_COUNT][KEY_COUNT];
        for (int owner = 0; owner < OWNER_COUNT; owner++) {
            for (int key = 0; key < KEY_COUNT; key++) {
                all[owner][key] = modes(held, owner, key);
            }
        }
        boolean excluded = isExcluded(all, operation.owner(), operation.key(), operation.mode());
        boolean covered = own >= 1 << operation.mode();
        return switch (operation.answer()) {
            case HELD -> covered ? Optional.of(held) : Optional.empty();
            case TAKEN ->
                    covered || excluded
                            ? Optional.empty()
                            : Optional.of(with(held, operation, own | 1 << operation.mode()));
            case NOT_AVAILABLE ->
                    excluded || operation.excused() ? Optional.of(held) : Optional.empty();
            case DEADLOCK -> {
                // Only who holds something keeps anybody waiting.
                boolean holds = false;
                for (int key = 0; key < KEY_COUNT; key++) {
                    holds |= all[operation.owner()][key] != 0;
                }
                yield holds ? Optional.of(held) : Optional.empty();
            }
            case RELEASED -> Optional.of(with(held, operation, operation.mode()));
        };
    }

    private static boolean mayHaveMetAWaiter(List<Call<Operation>> history, Call<Operation> call) {
        Operation operation = call.operation();
        return operation.answer() == Answer.NOT_AVAILABLE
                && history.stream()
                        .anyMatch(other ->
                                other.operation().owner() != operation.owner()
                                        && other.operation().key() == operation.key()
                                        && other.operation().answer() != Answer.RELEASED
                                        && other.begin() <= call.end()
                                        && other.end() >= call.begin());
    }

    private static boolean isExcluded(int[][] modes, int owner, int key, int mode) {
        for (int other = 0; other < OWNER_COUNT; other++) {
            if (other != owner && (modes[other][key] & LockKind.ROW.conflicts(mode)) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int shift(int owner, int key) {
        return MODE_COUNT * (owner * KEY_COUNT + key);
    }

    private static int modes(int held, int owner, int key) {
        return held >>> shift(owner, key) & (1 << MODE_COUNT) - 1;
    }

    private static int with(int held, Operation operation, int modes) {
        int shift = shift(operation.owner(), operation.key());
        int others = held & ~(((1 << MODE_COUNT) - 1) << shift);
        return others | (modes << shift);
    }
}
