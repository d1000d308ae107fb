package dev.reckon.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.RowKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

    /// Locks as lists: who holds what, in the order of taking, and who waits in which order.
    private static final class Model {
        private record Wish(int owner, int key, int mode) {}

        /// That a wish is not served because of an owner.
        private record Reason(Wish wish, int owner, boolean isInQueue) {}

        private final int[][] held = new int[OWNER_COUNT][KEY_COUNT];
        private final List<List<Integer>> holders = new ArrayList<>();
        private final List<List<Wish>> waiting = new ArrayList<>();

        /// Who got what they had waited for by the last call.
        private final List<Integer> served = new ArrayList<>();

        Model() {
            for (int key = 0; key < KEY_COUNT; key++) {
                holders.add(new ArrayList<>());
                waiting.add(new ArrayList<>());
            }
        }

        int[][] copyOfHeld() {
            return Arrays.stream(held).map(int[]::clone).toArray(int[][]::new);
        }

        Answer lock(int owner, int key, int mode, boolean wait) {
            served.clear();
            if (held[owner][key] >= 1 << mode) {
                return Answer.HELD;
            }
            List<Wish> queue = waiting.get(key);
            var wish = new Wish(owner, key, mode);
            queue.add(held[owner][key] == 0 ? queue.size() : 0, wish);
            if (reasons(wish, true).isEmpty()) {
                queue.remove(wish);
                hold(wish);
                return Answer.TAKEN;
            }
            if (!wait) {
                queue.remove(wish);
                return Answer.NOT_AVAILABLE;
            }
            return settle(wish);
        }

        /// Lets those who wait only because of the queue go first, as long as that is what keeps
        /// everybody from going on.
        private Answer settle(Wish wish) {
            List<Reason> cycle = cycle(wish, false);
            while (cycle.isEmpty()) {
                cycle = cycle(wish, true);
                if (cycle.isEmpty()) {
                    return served.removeIf(each -> each == wish.owner())
                            ? Answer.TAKEN
                            : Answer.WAITS;
                }
                Reason pass = cycle.stream().filter(Reason::isInQueue).findFirst().orElseThrow();
                List<Wish> queue = waiting.get(pass.wish().key());
                queue.remove(pass.wish());
                int place = 0;
                while (queue.get(place).owner() != pass.owner()) {
                    place++;
                }
                queue.add(place, pass.wish());
                serve(pass.wish().key());
                cycle = cycle(wish, false);
            }
            waiting.get(wish.key()).remove(wish);
            return Answer.DEADLOCK;
        }

        private void hold(Wish wish) {
            if (held[wish.owner()][wish.key()] == 0) {
                holders.get(wish.key()).add(wish.owner());
            }
            held[wish.owner()][wish.key()] |= 1 << wish.mode();
        }

        /// Returns why a wish waits; no reason for one that was served.
        private List<Reason> reasons(Wish wish, boolean withQueues) {
            List<Reason> reasons = new ArrayList<>();
            if (!waiting.get(wish.key()).contains(wish)) {
                return reasons;
            }
            int conflicts = LockKind.ROW.conflicts(wish.mode());
            for (int holder : holders.get(wish.key())) {
                if (holder != wish.owner() && (held[holder][wish.key()] & conflicts) != 0) {
                    reasons.add(new Reason(wish, holder, false));
                }
            }
            if (withQueues && held[wish.owner()][wish.key()] == 0) {
                for (Wish earlier : waiting.get(wish.key())) {
                    if (earlier.equals(wish)) {
                        break;
                    }
                    if ((1 << earlier.mode() & conflicts) != 0) {
                        reasons.add(new Reason(wish, earlier.owner(), true));
                    }
                }
            }
            return reasons;
        }

        private List<Reason> cycle(Wish wish, boolean withQueues) {
            List<Reason> way = new ArrayList<>();
            return reaches(wish, wish.owner(), withQueues, new HashSet<>(), way) ? way : List.of();
        }

        private boolean reaches(
                Wish from, int target, boolean withQueues, Set<Integer> visited, List<Reason> way) {
            for (Reason reason : reasons(from, withQueues)) {
                way.add(reason);
                if (reason.owner() == target) {
                    return true;
                }
                Optional<Wish> next =
                        waiting.stream()
                                .flatMap(List::stream)
                                .filter(each -> each.owner() == reason.owner())
                                .findFirst();
                if (next.isPresent()
                        && visited.add(reason.owner())
                        && reaches(next.get(), target, withQueues, visited, way)) {
                    return true;
                }
                way.removeLast();
            }
            return false;
        }

        /// Takes an owner back to modes of a key.
        void release(int owner, int key, int modes) {
            served.clear();
            held[owner][key] = modes;
            if (modes == 0) {
                holders.get(key).removeIf(each -> each == owner);
            }
            serve(key);
        }

        private void serve(int key) {
            for (Wish wish : List.copyOf(waiting.get(key))) {
                if (reasons(wish, true).isEmpty()) {
                    waiting.get(key).remove(wish);
                    hold(wish);
                    served.add(wish.owner());
                }
            }
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
        int[][] before = model.copyOfHeld();
        Answer expected = model.lock(who, key, mode, wait);
        assertThat(actor.lock(key, mode, wait))
                .as("%s: owner %d locks %d in mode %d", where, who, key, mode)
                .isEqualTo(expected);
        seen.add(expected);
        assertServed(model, actors, before, where);
        if (expected == Answer.TAKEN) {
            actor.taken.add(new Actor.Taken(key, before[who][key]));
        } else if (expected == Answer.DEADLOCK) {
            while (!actor.taken.isEmpty()) {
                releaseLast(model, actors, who, where);
            }
        }
    }

    private static void releaseLast(Model model, List<Actor> actors, int who, String where) {
        Actor actor = actors.get(who);
        Actor.Taken last = actor.taken.removeLast();
        int[][] before = model.copyOfHeld();
        model.release(who, last.key(), last.modesBefore());
        actor.owner.releaseTo(actor.owner.mark() - 1);
        assertServed(model, actors, before, where);
    }

    /// Checks that those who waited and are served know it, and that the others still wait.
    private static void assertServed(
            Model model, List<Actor> actors, int[][] before, String where) {
        for (int owner : model.served) {
            Actor other = actors.get(owner);
            assertThat(other.served())
                    .as("%s: owner %d is served", where, owner)
                    .isEqualTo(Answer.TAKEN);
            other.taken.add(new Actor.Taken(other.wantedKey, before[owner][other.wantedKey]));
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
