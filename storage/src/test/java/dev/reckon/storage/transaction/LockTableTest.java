package dev.reckon.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.RowKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LockTableTest {
    private static final long FOREVER = Long.MAX_VALUE;

    private final LockTable table = new LockTable();

    private static RowKey key(long number) {
        return new RowKey(ByteBuffer.allocate(8).putLong(number).array());
    }

    /// PostgreSQL's table "Conflicting Lock Modes", row by row; X is a conflict.
    @Test
    void tableModesConflictAsInPostgres() {
        String[] expected = {
            ".......X",
            "......XX",
            "....XXXX",
            "...XXXXX",
            "..XX.XXX",
            "..XXXXXX",
            ".XXXXXXX",
            "XXXXXXXX"
        };
        assertConflicts(LockKind.TABLE, expected);
    }

    @Test
    void rowModesConflictAsInPostgres() {
        assertConflicts(LockKind.ROW, new String[] {"...X", "..XX", ".XXX", "XXXX"});
    }

    private void assertConflicts(LockKind kind, String[] expected) {
        for (int held = 0; held < expected.length; held++) {
            for (int wanted = 0; wanted < expected.length; wanted++) {
                LockOwner holder = table.newOwner();
                LockOwner other = table.newOwner();
                holder.lock(kind, 1, held, 0);
                boolean conflict = expected[held].charAt(wanted) == 'X';
                assertThat(other.lock(kind, 1, wanted, 0))
                        .isEqualTo(conflict ? LockOutcome.NOT_AVAILABLE : LockOutcome.TAKEN);
                other.releaseTo(0);
                holder.releaseTo(0);
            }
        }
        assertThat(table.lockedCount()).isZero();
    }

    @Test
    void agreesWithAModelWithoutWaiting() {
        Random random = new Random(Long.getLong("seed", 3));
        List<LockOwner> owners = new ArrayList<>();
        List<List<int[]>> taken = new ArrayList<>(); // By owner: key, mode.
        for (int i = 0; i < 6; i++) {
            owners.add(table.newOwner());
            taken.add(new ArrayList<>());
        }
        for (int step = 0; step < 200_000; step++) {
            int who = random.nextInt(owners.size());
            List<int[]> own = taken.get(who);
            if (random.nextInt(20) == 0) {
                int mark = own.isEmpty() ? 0 : random.nextInt(own.size());
                owners.get(who).releaseTo(mark);
                own.subList(mark, own.size()).clear();
                continue;
            }
            int wanted = random.nextInt(40);
            int mode = random.nextInt(4);
            int heldBest =
                    own.stream().filter(e -> e[0] == wanted).mapToInt(e -> e[1]).max().orElse(-1);
            boolean free = true;
            for (int other = 0; other < owners.size(); other++) {
                for (int[] entry : taken.get(other)) {
                    free &= other == who || entry[0] != wanted || entry[1] + mode < 3;
                }
            }
            LockOutcome expected =
                    heldBest >= mode
                            ? LockOutcome.HELD
                            : free ? LockOutcome.TAKEN : LockOutcome.NOT_AVAILABLE;
            assertThat(owners.get(who).lockRow(9, key(wanted), mode, 0)).isEqualTo(expected);
            if (expected == LockOutcome.TAKEN) {
                own.add(new int[] {wanted, mode});
            }
        }
        owners.forEach(owner -> owner.releaseTo(0));
        assertThat(table.lockedCount()).isZero();
    }

    @Test
    void handsALockOverInTheOrderOfWaiting() throws Exception {
        LockOwner holder = table.newOwner();
        holder.lockRow(1, key(1), 3, FOREVER);
        List<FutureTask<Integer>> waiters = new ArrayList<>();
        AtomicInteger turn = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            LockOwner owner = table.newOwner();
            FutureTask<Integer> task =
                    new FutureTask<>(() -> {
                        owner.lockRow(1, key(1), 3, FOREVER);
                        int mine = turn.getAndIncrement();
                        owner.releaseTo(0);
                        return mine;
                    });
            waiters.add(task);
            Thread.ofPlatform().start(task);
            awaitWaiting(owner);
        }
        holder.releaseTo(0);
        for (int i = 0; i < 4; i++) {
            assertThat(waiters.get(i).get()).isEqualTo(i);
        }
    }

    private static void awaitWaiting(LockOwner owner) {
        while (!owner.isWaiting()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void findsADeadlockOfThreeAndEndsOne() throws Exception {
        LockOwner[] owners = {table.newOwner(), table.newOwner(), table.newOwner()};
        for (int i = 0; i < 3; i++) {
            owners[i].lockRow(1, key(i), 3, FOREVER);
        }
        List<FutureTask<LockOutcome>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            LockOwner owner = owners[i];
            FutureTask<LockOutcome> task =
                    new FutureTask<>(() -> {
                        try {
                            return owner.lockRow(1, key(next), 3, FOREVER);
                        } finally {
                            owner.releaseTo(0);
                        }
                    });
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        int victims = 0;
        for (FutureTask<LockOutcome> task : tasks) {
            try {
                assertThat(task.get()).isEqualTo(LockOutcome.TAKEN);
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                DatabaseException.class,
                                cause ->
                                        assertThat(cause.sqlState())
                                                .isEqualTo(SqlState.DEADLOCK_DETECTED));
                victims++;
            }
        }
        assertThat(victims).isOne();
        assertThat(table.lockedCount()).isZero();
    }

    @Test
    void goesBeforeWhoWaitsLongerWhereNobodyCouldGoOnOtherwise() throws Exception {
        LockOwner reader = table.newOwner();
        LockOwner writer = table.newOwner();
        LockOwner secondReader = table.newOwner();
        reader.lockRow(1, key(1), 1, FOREVER);
        secondReader.lockRow(1, key(2), 3, FOREVER);
        var writing = new FutureTask<>(() -> writer.lockRow(1, key(1), 3, FOREVER));
        Thread.ofPlatform().start(writing);
        awaitWaiting(writer);
        // Only the queue is in its way.
        var reading = new FutureTask<>(() -> secondReader.lockRow(1, key(1), 1, FOREVER));
        Thread.ofPlatform().start(reading);
        awaitWaiting(secondReader);
        var closing = new FutureTask<>(() -> reader.lockRow(1, key(2), 3, FOREVER));
        Thread.ofPlatform().start(closing);
        assertThat(reading.get()).isEqualTo(LockOutcome.TAKEN);
        assertThat(writing.isDone()).isFalse();
        secondReader.releaseTo(0);
        assertThat(closing.get()).isEqualTo(LockOutcome.TAKEN);
        reader.releaseTo(0);
        assertThat(writing.get()).isEqualTo(LockOutcome.TAKEN);
        writer.releaseTo(0);
        assertThat(table.lockedCount()).isZero();
    }

    @Test
    void givesUpAfterTheTimeoutAndLeavesNoTrace() {
        LockOwner holder = table.newOwner();
        LockOwner other = table.newOwner();
        holder.lockRow(1, key(1), 1, FOREVER);
        assertThat(other.lockRow(1, key(1), 3, TimeUnit.MILLISECONDS.toNanos(5)))
                .isEqualTo(LockOutcome.NOT_AVAILABLE);
        // The waiter that went away must not keep others from sharing.
        assertThat(other.lockRow(1, key(1), 1, 0)).isEqualTo(LockOutcome.TAKEN);
    }

    @Test
    void stopsWaitingWhenCancelled() {
        LockOwner holder = table.newOwner();
        LockOwner other = table.newOwner();
        holder.lockRow(1, key(1), 3, FOREVER);
        other.cancel();
        assertThatThrownBy(() -> other.lockRow(1, key(1), 3, FOREVER))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.sqlState()).isEqualTo(SqlState.QUERY_CANCELED));
        holder.releaseTo(0);
        assertThat(other.lockRow(1, key(1), 3, 0)).isEqualTo(LockOutcome.TAKEN);
    }

    @Test
    void takesManyRowsAtOnceOrNone() {
        var random = new Random(Long.getLong("seed", 5));
        var loads = new LoadedKeys();
        var owners = new ArrayList<LockOwner>();
        var held = new ArrayList<Map<Integer, Integer>>(); // By owner: key to mode.
        for (int i = 0; i < 4; i++) {
            owners.add(table.newOwner());
            held.add(new HashMap<>());
        }
        for (int step = 0; step < 3000; step++) {
            int who = random.nextInt(owners.size());
            LockOwner owner = owners.get(who);
            Map<Integer, Integer> own = held.get(who);
            if (random.nextInt(4) == 0) {
                owner.releaseTo(0);
                own.clear();
            }
            int first = random.nextInt(20_000);
            int count = 1 + random.nextInt(random.nextInt(3) == 0 ? 3000 : 40);
            int mode = random.nextInt(4);
            RowKey[] keys = new RowKey[count];
            boolean free = true;
            for (int i = 0; i < count; i++) {
                int number = first + i * 3;
                keys[i] = key(number);
                for (int other = 0; other < owners.size(); other++) {
                    free &= other == who || held.get(other).getOrDefault(number, -1) + mode < 3;
                }
            }
            int before = table.lockedCount();
            boolean taken = owner.tryLockRows(loads, 9, keys, mode);
            assertThat(taken).isEqualTo(free);
            if (taken) {
                for (int i = 0; i < count; i++) {
                    own.merge(first + i * 3, mode, Math::max);
                }
            } else {
                assertThat(table.lockedCount()).isEqualTo(before);
            }
            long distinct =
                    held.stream().flatMap(each -> each.keySet().stream()).distinct().count();
            assertThat(table.lockedCount()).isEqualTo((int) distinct);
            probe(random, held);
        }
        owners.forEach(owner -> owner.releaseTo(0));
        assertThat(table.lockedCount()).isZero();
    }

    /// Compares whether rows can be had with what is held.
    private void probe(Random random, List<Map<Integer, Integer>> held) {
        LockOwner probe = table.newOwner();
        for (int i = 0; i < 20; i++) {
            int number = random.nextInt(30_000);
            int mode = random.nextInt(4);
            boolean free = held.stream().allMatch(each -> each.getOrDefault(number, -1) + mode < 3);
            assertThat(probe.lockRow(9, key(number), mode, 0))
                    .isEqualTo(free ? LockOutcome.TAKEN : LockOutcome.NOT_AVAILABLE);
            probe.releaseTo(0);
        }
    }

    @Test
    void givesManyRowsBackToThoseWhoWait() throws Exception {
        LockOwner holder = table.newOwner();
        RowKey[] keys = new RowKey[5000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(i);
        }
        assertThat(holder.tryLockRows(new LoadedKeys(), 1, keys, 2)).isTrue();
        LockOwner bystander = table.newOwner();
        assertThat(bystander.lockRow(1, key(100), 0, 0)).isEqualTo(LockOutcome.TAKEN);
        var waiters = new ArrayList<FutureTask<LockOutcome>>();
        for (int i = 0; i < 3; i++) {
            LockOwner owner = table.newOwner();
            RowKey wanted = keys[1000 * i];
            var task = new FutureTask<>(() -> owner.lockRow(1, wanted, 3, FOREVER));
            waiters.add(task);
            Thread.ofPlatform().start(task);
            awaitWaiting(owner);
        }
        holder.releaseTo(0);
        for (FutureTask<LockOutcome> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo(LockOutcome.TAKEN);
        }
        assertThat(table.lockedCount()).isEqualTo(4);
    }

    @Test
    void showsWhatIsHeldAndWaitedFor() throws Exception {
        LockOwner holder = table.newOwner(new LockParty(7));
        LockOwner other = table.newOwner(new LockParty(8));
        holder.lock(LockKind.TABLE, 123_456_789_012L, 3, 0);
        holder.lock(LockKind.TABLE, 123_456_789_012L, 5, 0);
        holder.lockAdvisory(-5, false, true, 0);
        holder.lockAdvisory(-5, true, false, 0);
        for (int i = 0; i < 100; i++) {
            holder.lockRow(1, key(i), 3, 0); // Many rows are one line.
        }
        assertThat(table.seen())
                .extracting(SeenLock::kind, SeenLock::id, SeenLock::mode, SeenLock::owner)
                .containsExactlyInAnyOrder(
                        tuple(LockKind.TABLE, 123_456_789_012L, 3, holder.id()),
                        tuple(LockKind.TABLE, 123_456_789_012L, 5, holder.id()),
                        tuple(LockKind.ADVISORY, -5L, 0, holder.id()),
                        tuple(LockKind.ADVISORY_PAIR, -5L, 1, holder.id()),
                        tuple(LockKind.ROW, holder.id(), 3, holder.id()));
        assertThat(table.seen()).allMatch(each -> each.granted() && each.party() == 7);
        assertThat(table.blockers(other.party())).isEmpty();

        var row = new FutureTask<>(() -> other.lockRow(1, key(4), 0, FOREVER));
        Thread.ofPlatform().start(row);
        awaitWaiting(other);
        assertThat(table.seen())
                .filteredOn(each -> !each.granted())
                .singleElement()
                .matches(each ->
                        each.kind() == LockKind.ROW
                                && each.id() == holder.id()
                                && each.owner() == other.id()
                                && each.party() == 8
                                && each.waitedNanos() > 0);
        assertThat(table.blockers(other.party())).containsExactly(7);

        LockOwner third = table.newOwner(new LockParty(9));
        var queued = new FutureTask<>(() -> third.lockRow(1, key(4), 3, FOREVER));
        Thread.ofPlatform().start(queued);
        awaitWaiting(third);
        assertThat(table.blockers(third.party())).containsExactly(7, 8);
        holder.releaseTo(0);
        assertThat(row.get()).isEqualTo(LockOutcome.TAKEN);
        assertThat(table.blockers(third.party())).containsExactly(8);
        other.releaseTo(0);
        assertThat(queued.get()).isEqualTo(LockOutcome.TAKEN);
        third.releaseTo(0);
        assertThat(table.seen()).isEmpty();
    }

    @Test
    void excludesEachOtherUnderManyThreads() throws Exception {
        int[] unsafeCounters = new int[3];
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int seed = t;
            FutureTask<Integer> task =
                    new FutureTask<>(() -> {
                        Random random = new Random(seed);
                        for (int i = 0; i < 20_000; i++) {
                            LockOwner owner = table.newOwner();
                            int first = random.nextInt(3);
                            owner.lockRow(1, key(first), 3, FOREVER);
                            unsafeCounters[first]++;
                            owner.releaseTo(0);
                        }
                        return 20_000;
                    });
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        int sum = 0;
        for (FutureTask<Integer> task : tasks) {
            sum += task.get();
        }
        assertThat(unsafeCounters[0] + unsafeCounters[1] + unsafeCounters[2]).isEqualTo(sum);
        assertThat(table.lockedCount()).isZero();
    }
}
