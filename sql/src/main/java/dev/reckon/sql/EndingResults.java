package dev.reckon.sql;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// Results whose end is the end of the implicit transaction, for embedded use.
final class EndingResults {
    private EndingResults() {}

    static Result of(Result result, Session session) {
        return switch (result) {
            case Result.Rows rows -> new Rows(rows, session);
            case Result.CopyIn copy -> new CopyIn(copy, session);
            case Result.CopyOut copy -> new CopyOut(copy, session);
            case Result.Command _, Result.Empty _ -> result;
        };
    }

    private record Rows(Result.Rows rows, Session session) implements Result.Rows {
        @Override
        public List<ResultColumn> columns() {
            return rows.columns();
        }

        @Override
        public Optional<Batch> next() {
            Optional<Batch> batch = guarded(rows::next, session);
            if (batch.isEmpty()) {
                close();
            }
            return batch;
        }

        @Override
        public String tag() {
            return rows.tag();
        }

        @Override
        public void close() {
            rows.close();
            session.endImplicit();
        }
    }

    private record CopyIn(Result.CopyIn copy, Session session) implements Result.CopyIn {
        @Override
        public boolean isBinary() {
            return copy.isBinary();
        }

        @Override
        public int columnCount() {
            return copy.columnCount();
        }

        @Override
        public void checkCancelled() {
            guarded(
                    () -> {
                        copy.checkCancelled();
                        return true;
                    },
                    session);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            guarded(
                    () -> {
                        copy.write(bytes, offset, length);
                        return true;
                    },
                    session);
        }

        @Override
        public String finish() {
            String tag = guarded(copy::finish, session);
            session.endImplicit();
            return tag;
        }

        @Override
        public void close() {
            copy.close();
            session.endImplicit();
        }
    }

    private record CopyOut(Result.CopyOut copy, Session session) implements Result.CopyOut {
        @Override
        public boolean isBinary() {
            return copy.isBinary();
        }

        @Override
        public int columnCount() {
            return copy.columnCount();
        }

        @Override
        public Optional<byte[]> next() {
            Optional<byte[]> piece = guarded(copy::next, session);
            if (piece.isEmpty()) {
                session.endImplicit();
            }
            return piece;
        }

        @Override
        public String tag() {
            return copy.tag();
        }

        @Override
        public void close() {
            copy.close();
            session.endImplicit();
        }
    }

    private static <T> T guarded(java.util.function.Supplier<T> step, Session session) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            session.endImplicit();
            throw e;
        }
    }
}
