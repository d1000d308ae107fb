package dev.reckon.storage.testing;

import dev.reckon.storage.testing.Linearizability.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Threads that call something at the same time, with pauses drawn from a seed, and write down when
/// they called and what they were answered.
public final class Race {
    private static final int PAUSE_SPINS_MAX = 3_000;
    private static final long PATIENCE_SECONDS = 30;

    /// What one thread does: one call after the other.
    public interface Runner<O> {
        /// Calls once and returns the operation with its answer; empty when it is through.
        Optional<O> call();
    }

    private Race() {}

    /// Runs all at once and returns what they did.
    ///
    /// @throws AssertionError when one is not through after half a minute
    public static <O> List<Call<O>> run(List<Runner<O>> runners, long seed) {
        var start = new CyclicBarrier(runners.size());
        var random = new SplittableRandom(seed);
        List<FutureTask<List<Call<O>>>> tasks = new ArrayList<>();
        for (Runner<O> runner : runners) {
            SplittableRandom own = random.split();
            var task =
                    new FutureTask<>(() -> {
                        start.await();
                        return calls(runner, own);
                    });
            tasks.add(task);
            Thread.ofPlatform().daemon().start(task);
        }
        List<Call<O>> all = new ArrayList<>();
        for (FutureTask<List<Call<O>>> task : tasks) {
            try {
                all.addAll(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException | ExecutionException | InterruptedException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        return all;
    }

    private static <O> List<Call<O>> calls(Runner<O> runner, SplittableRandom random) {
        List<Call<O>> calls = new ArrayList<>();
        while (true) {
            pause(random);
            long begin = System.nanoTime();
            Optional<O> operation = runner.call();
            if (operation.isEmpty()) {
                return calls;
            }
            calls.add(new Call<>(operation.get(), begin, System.nanoTime()));
        }
    }

    /// Waits for nothing, a moment, or the others' turn.
    public static void pause(SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> LockSupport.parkNanos(1);
            default -> {
                for (int i = random.nextInt(PAUSE_SPINS_MAX); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
