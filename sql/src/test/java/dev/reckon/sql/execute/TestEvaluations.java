package dev.reckon.sql.execute;

import dev.reckon.sql.execute.buffer.SpillFile;
import dev.reckon.sql.execute.buffer.SpillSpace;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.IndexUse;
import dev.reckon.storage.type.DataType;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Evaluations without a database, for tests of operators: temporary files are in memory, and
/// counted.
public final class TestEvaluations {
    private final MemoryBudget server = new MemoryBudget(Long.MAX_VALUE);
    private final MemoryBudget memory;
    private final AtomicInteger openFiles = new AtomicInteger();
    private final AtomicInteger createdFiles = new AtomicInteger();
    private final AtomicBoolean isCancelled = new AtomicBoolean();

    public TestEvaluations(long byteCountMax) {
        memory = server.forQuery(byteCountMax);
    }

    public Evaluation evaluation() {
        return evaluation(WorkerPool.shared());
    }

    public Evaluation evaluation(WorkerPool workers) {
        return Evaluation.of(
                new Evaluation.Resources(
                        environment(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        IndexUse.LEARNED,
                        memory,
                        spillSpace(),
                        workers),
                List.of(),
                List.of());
    }

    public void cancel() {
        isCancelled.set(true);
    }

    /// Returns how many temporary files were ever made.
    public int createdFileCount() {
        return createdFiles.get();
    }

    /// Fails unless all memory and all files were given back.
    public void assertAllReleased() {
        if (openFiles.get() != 0 || memory.usedByteCount() != 0 || server.usedByteCount() != 0) {
            throw new AssertionError(
                    "left open: "
                            + openFiles.get()
                            + " files, "
                            + memory.usedByteCount()
                            + " bytes");
        }
    }

    public Environment environment() {
        return (Environment)
                Proxy.newProxyInstance(
                        Environment.class.getClassLoader(),
                        new Class<?>[] {Environment.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("checkCancelled")) {
                                if (isCancelled.get()) {
                                    throw new dev.reckon.storage.error.DatabaseException(
                                            dev.reckon.storage.error.SqlState.QUERY_CANCELED,
                                            "canceled");
                                }
                                return null;
                            }
                            return switch (method.getName()) {
                                case "transactionTimestamp",
                                        "statementTimestamp",
                                        "clockTimestamp" ->
                                        0L;
                                case "timeZone" -> dev.reckon.sql.format.calendar.Zone.UTC;
                                case "setting" ->
                                        switch ((String) arguments[0]) {
                                            case "datestyle" -> "ISO, MDY";
                                            case "intervalstyle" -> "postgres";
                                            default -> "";
                                        };
                                case "names" -> names();
                                default ->
                                        throw new UnsupportedOperationException(method.toString());
                            };
                        });
    }

    /// Names of nothing but the built-in types.
    private static Names names() {
        return (Names)
                Proxy.newProxyInstance(
                        Names.class.getClassLoader(),
                        new Class<?>[] {Names.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "type" ->
                                            arguments[0] instanceof Long oid
                                                    ? DataType.builtIn(oid.intValue())
                                                    : Optional.empty();
                                    case "enumLabels" -> List.of();
                                    default -> Optional.empty();
                                });
    }

    private SpillSpace spillSpace() {
        return () -> {
            openFiles.incrementAndGet();
            createdFiles.incrementAndGet();
            return new SpillFile() {
                private byte[] written = new byte[0];
                private int length;
                private boolean isClosed;

                @Override
                public void write(byte[] bytes, int count) {
                    if (length + count > written.length) {
                        written = Arrays.copyOf(written, 2 * (length + count));
                    }
                    System.arraycopy(bytes, 0, written, length, count);
                    length += count;
                }

                @Override
                public void read(long offset, byte[] target, int count) {
                    if (isClosed || offset + count > length) {
                        throw new AssertionError("read past the end, or after close");
                    }
                    System.arraycopy(written, (int) offset, target, 0, count);
                }

                @Override
                public void close() {
                    if (!isClosed) {
                        isClosed = true;
                        openFiles.decrementAndGet();
                    }
                }
            };
        };
    }
}
