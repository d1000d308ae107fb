package dev.reckon.sql.execute;

import dev.reckon.storage.error.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Threads that help sessions with long queries. Safe for use by many threads.
///
/// A session's thread always works itself, so that a query goes on even when all helpers are busy,
/// and a short one never waits for any. All queries together have one helper fewer than there are
/// cores; half of that while many statements begin, so that a core is free for the short ones. (A
/// JVM's threads have no priorities on Linux.)
public final class WorkerPool implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private static final WorkerPool SHARED =
            new WorkerPool(Runtime.getRuntime().availableProcessors() - 1);

    private final int threadCount;
    private final ThreadPoolExecutor threads;
    private final StatementRate rate = new StatementRate();

    /// Helpers that are at work now.
    private final AtomicInteger helping = new AtomicInteger();

    /// @param threadCount how many helpers there are; 0 for none
    public WorkerPool(int threadCount) {
        this.threadCount = threadCount;
        var number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        Math.max(threadCount, 1),
                        Math.max(threadCount, 1),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task ->
                                Thread.ofPlatform()
                                        .name("scan-worker-" + number.getAndIncrement())
                                        .daemon()
                                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
    }

    /// Returns the pool of the process, whose threads exist while they are needed.
    public static WorkerPool shared() {
        return SHARED;
    }

    /// Returns how many threads can work for one query at once, its own included.
    public int workerCountMax() {
        return threadCount + 1;
    }

    /// Notes that a statement begins, short or long.
    public void noteStatement() {
        rate.note();
    }

    /// Returns whether one helper more than should be is at work.
    private boolean areTooMany() {
        return helping.get() > threadCount / 2 && rate.isHigh(System.nanoTime());
    }

    /// Does one part of a query's work.
    ///
    /// @param <W> what one thread works with
    @FunctionalInterface
    public interface Part<W> {
        void run(W worker, int part);
    }

    private enum Stage {
        WAITING,
        RUNNING,
        DONE
    }

    /// A helper's share of the work: it counts only once a thread has begun with it.
    private static final class Share {
        private Stage stage = Stage.WAITING;

        synchronized boolean begin() {
            if (stage != Stage.WAITING) {
                return false;
            }
            stage = Stage.RUNNING;
            return true;
        }

        synchronized void end() {
            stage = Stage.DONE;
            notifyAll();
        }

        /// Makes sure that nobody is at it, nor will be.
        synchronized void await() throws InterruptedException {
            if (stage == Stage.WAITING) {
                stage = Stage.DONE;
            }
            while (stage != Stage.DONE) {
                wait();
            }
        }
    }

    /// Does parts `[0, partCount)`, each on the calling thread or on a helper, and returns after
    /// the last. The first error of any thread stops all and is thrown.
    ///
    /// @param newWorker makes what a thread works with, on that thread
    /// @return what the threads worked with, the caller's first
    public <W> List<W> run(int partCount, Supplier<W> newWorker, Part<W> work) {
        var next = new AtomicInteger();
        var failures = new LinkedBlockingQueue<Throwable>();
        List<W> workers = new ArrayList<>();
        Consumer<BooleanSupplier> share =
                mayGoOn -> {
                    try {
                        if (!mayGoOn.getAsBoolean()) {
                            return;
                        }
                        int part = next.getAndIncrement();
                        if (part >= partCount) {
                            return;
                        }
                        W worker = newWorker.get();
                        synchronized (workers) {
                            workers.add(worker);
                        }
                        while (part < partCount && failures.isEmpty()) {
                            work.run(worker, part);
                            part = mayGoOn.getAsBoolean() ? next.getAndIncrement() : partCount;
                        }
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                };
        List<Share> shares = new ArrayList<>();
        for (int helper = 0; helper < Math.min(threadCount, partCount - 1); helper++) {
            var mine = new Share();
            shares.add(mine);
            threads.execute(
                    Cancellation.sharing(() -> {
                        if (mine.begin()) {
                            helping.incrementAndGet();
                            try {
                                share.accept(() -> !areTooMany());
                            } finally {
                                helping.decrementAndGet();
                                mine.end();
                            }
                        }
                    }));
        }
        share.accept(() -> true);
        awaitAll(shares);
        for (Throwable failure : failures) {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            throw (Error) failure;
        }
        synchronized (workers) {
            return List.copyOf(workers);
        }
    }

    /// Waits until no helper works any more, whatever interrupts the caller: what they use is about
    /// to be closed.
    private static void awaitAll(List<Share> shares) {
        boolean isInterrupted = false;
        for (Share share : shares) {
            while (true) {
                try {
                    share.await();
                    break;
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the threads end, for pools of one's own.
    @Override
    public void close() {
        threads.shutdown();
    }
}
