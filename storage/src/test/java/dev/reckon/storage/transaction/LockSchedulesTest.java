package dev.reckon.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.RowKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Schedules of owners that lock, wait, upgrade and give back, one step at a time as a seed tells:
/// who is served, who waits, who goes first and who ends a deadlock is what a plain model says.
///
/// `-Dschedules=N` sets how many there are, `-Dseed=N` replays from one on.
@Timeout(120)
final class LockSchedulesTest {
    private static final int SCHEDULE_COUNT = Integer.getInteger("schedules", 60);
    private static final long FIRST_SEED = Long.getLong("seed", 1);
    private static final int STEP_COUNT = 80;

    /// How often is looked whether a thread has got where it was told to go.
    private static final long LOOK_NANOS = 10_000;

    private static final int OWNER_COUNT = 4;
    private static final int KEY_COUNT = 3;

    private enum Answer {
        TAKEN,
        HELD,
        NOT_AVAILABLE,
        DEADLOCK,
        RELEASED,
        WAITS
    }

    /// Locks as lists: who holds what, and who waits in which order.
    private static final class Model {
        private record Wish(int owner, int mode) {}

        private final int[][] held = new int[OWNER_COUNT][KEY_COUNT];
        private final List<List<Wish>> waiting = new ArrayList<>();

        Model() {
            for (int key = 0; key < KEY_COUNT; key++) {
                waiting.add(new ArrayList<>());
            }
        }

        Answer lock(int owner, int key, int mode, boolean wait) {
            if (held[owner][key] >= 1 << mode) {
                return Answer.HELD;
            }
            List<Wish> queue = waiting.get(key);
            var wish = new Wish(owner, mode);
            queue.add(held[owner][key] == 0 ? queue.size() : 0, wish);
            if (blockers(wish, key).isEmpty()) {
                queue.remove(wish);
                held[owner][key] |= 1 << mode;
                return Answer.TAKEN;
            }
            if (!wait) {
                queue.remove(wish);
                return Answer.NOT_AVAILABLE;
            }
            if (reaches(owner, owner, new HashSet<>())) {
                queue.remove(wish);
                return Answer.DEADLOCK;
            }
            return Answer.WAITS;
        }

        /// Returns whom a wish that waits for a key waits for.
        private Set<Integer> blockers(Wish wish, int key) {
            Set<Integer> blockers = new HashSet<>();
            int conflicts = LockKind.ROW.conflicts(wish.mode());
            for (int other = 0; other < OWNER_COUNT; other++) {
                if (other != wish.owner() && (held[other][key] & conflicts) != 0) {
                    blockers.add(other);
                }
            }
            if (held[wish.owner()][key] == 0) {
                for (Wish earlier : waiting.get(key)) {
                    if (earlier.equals(wish)) {
                        break;
                    }
                    if ((1 << earlier.mode() & conflicts) != 0) {
                        blockers.add(earlier.owner());
                    }
                }
            }
            return blockers;
        }

        private boolean reaches(int from, int target, Set<Integer> visited) {
            for (int key = 0; key < KEY_COUNT; key++) {
                for (Wish wish : waiting.get(key)) {
                    if (wish.owner() == from) {
                        for (int blocker : blockers(wish, key)) {
                            if (blocker == target
                                    || (visited.add(blocker)
                                            && reaches(blocker, target, visited))) {
                                return true;
                            }
                        }
                    }
                }
            }
            return false;
        }

        /// Takes an owner back to modes of a key, and returns who is served by that.
        List<Integer> release(int owner, int key, int modes) {
            held[owner][key] = modes;
            List<Integer> served = new ArrayList<>();
            for (Wish wish : List.copyOf(waiting.get(key))) {
                if (blockers(wish, key).isEmpty()) {
                    waiting.get(key).remove(wish);
                    held[wish.owner()][key] |= 1 << wish.mode();
                    served.add(wish.owner());
                }
            }
            return served;
        }
    }

    /// An owner, in a thread that does one thing when told.
    private static final class Actor implements AutoCloseable {
        private record Taken(int key, int modesBefore) {}

        private final LockOwner owner;
        private final Thread thread;
        private final BlockingQueue<Runnable> orders = new ArrayBlockingQueue<>(1);
        private final List<Taken> taken = new ArrayList<>();
        private volatile Optional<Answer> answer = Optional.empty();
        private int wantedKey;

        Actor(LockTable table) {
            owner = table.newOwner();
            thread = Thread.ofPlatform().daemon().start(this::obey);
        }

        private void obey() {
            try {
                while (true) {
                    orders.take().run();
                }
            } catch (InterruptedException end) {
                // Closed.
            }
        }

        /// Asks for a lock and returns the answer, or that it waits.
        Answer lock(int key, int mode, boolean wait) {
            wantedKey = key;
            answer = Optional.empty();
            orders.add(() -> answer = Optional.of(locked(key, mode, wait)));
            while (true) {
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (owner.isWaiting() && thread.getState() == Thread.State.WAITING) {
                    return answer.orElse(Answer.WAITS);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        private Answer locked(int key, int mode, boolean wait) {
            var rowKey = new RowKey(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
            try {
                return switch (owner.lockRow(1, rowKey, mode, wait ? Long.MAX_VALUE : 0)) {
                    case TAKEN -> Answer.TAKEN;
                    case HELD -> Answer.HELD;
                    case NOT_AVAILABLE -> Answer.NOT_AVAILABLE;
                };
            } catch (DatabaseException e) {
                return Answer.DEADLOCK;
            }
        }

        /// Returns the answer of one that has waited and was served.
        Answer served() {
            while (answer.isEmpty()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return answer.get();
        }

        boolean waits() {
            return owner.isWaiting();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    @Test
    void servesAsTheModelSays() {
        var seen = new HashSet<Answer>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULE_COUNT; seed++) {
            run(seed, seen);
        }
        assertThat(seen).containsExactlyInAnyOrder(Answer.values());
    }

    private static void run(long seed, Set<Answer> seen) {
        var random = new SplittableRandom(seed);
        var table = new LockTable();
        var model = new Model();
        List<Actor> actors = new ArrayList<>();
        try {
            for (int i = 0; i < OWNER_COUNT; i++) {
                actors.add(new Actor(table));
            }
            for (int step = 0; step < STEP_COUNT; step++) {
                int who = random.nextInt(OWNER_COUNT);
                if (!actors.get(who).waits()) {
                    step(model, actors, who, random, seen, "seed %d step %d".formatted(seed, step));
                }
            }
            giveAllBack(model, actors);
            assertThat(table.lockedCount()).as("seed %d", seed).isZero();
        } finally {
            actors.forEach(Actor::close);
        }
    }

    private static void step(
            Model model,
            List<Actor> actors,
            int who,
            SplittableRandom random,
            Set<Answer> seen,
            String where) {
        Actor actor = actors.get(who);
        if (!actor.taken.isEmpty() && random.nextInt(3) == 0) {
            releaseLast(model, actors, who, where);
            seen.add(Answer.RELEASED);
            return;
        }
        int key = random.nextInt(KEY_COUNT);
        int mode = random.nextInt(4);
        boolean wait = random.nextInt(3) > 0;
        int before = model.held[who][key];
        Answer expected = model.lock(who, key, mode, wait);
        assertThat(actor.lock(key, mode, wait))
                .as("%s: owner %d locks %d in mode %d", where, who, key, mode)
                .isEqualTo(expected);
        seen.add(expected);
        if (expected == Answer.TAKEN) {
            actor.taken.add(new Actor.Taken(key, before));
        } else if (expected == Answer.DEADLOCK) {
            while (!actor.taken.isEmpty()) {
                releaseLast(model, actors, who, where);
            }
        }
    }

    private static void releaseLast(Model model, List<Actor> actors, int who, String where) {
        Actor actor = actors.get(who);
        Actor.Taken last = actor.taken.removeLast();
        int[] before = new int[OWNER_COUNT];
        for (int owner = 0; owner < OWNER_COUNT; owner++) {
            before[owner] = model.held[owner][last.key()];
        }
        List<Integer> served = model.release(who, last.key(), last.modesBefore());
        actor.owner.releaseTo(actor.owner.mark() - 1);
        for (int owner : served) {
            Actor other = actors.get(owner);
            assertThat(other.served())
                    .as("%s: owner %d is served by %d", where, owner, who)
                    .isEqualTo(Answer.TAKEN);
            other.taken.add(new Actor.Taken(other.wantedKey, before[owner]));
        }
        for (int owner = 0; owner < OWNER_COUNT; owner++) {
            int it = owner;
            boolean waits =
                    model.waiting.stream().anyMatch(q -> q.stream().anyMatch(w -> w.owner() == it));
            assertThat(actors.get(owner).waits())
                    .as("%s: owner %d waits", where, owner)
                    .isEqualTo(waits);
        }
    }

    /// Gives back what those hold who do not wait, until nobody holds anything.
    private static void giveAllBack(Model model, List<Actor> actors) {
        boolean any = true;
        while (any) {
            any = false;
            for (int who = 0; who < OWNER_COUNT; who++) {
                if (!actors.get(who).waits() && !actors.get(who).taken.isEmpty()) {
                    releaseLast(model, actors, who, "at the end");
                    any = true;
                }
            }
        }
    }
}
