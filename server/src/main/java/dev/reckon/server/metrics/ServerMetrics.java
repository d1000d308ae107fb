package dev.reckon.server.metrics;

import dev.reckon.storage.WriteStatistics;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Counters of one server, from its start. Safe for use by many threads; counting never blocks.
public final class ServerMetrics {
    private final LongAdder pgConnectionsOpened = new LongAdder();
    private final LongAdder pgConnectionsClosed = new LongAdder();
    private final LongAdder pgConnectionsRefused = new LongAdder();
    private final LongAdder pgStatements = new LongAdder();
    private final LongAdder pgErrors = new LongAdder();
    private final LongAdder pgSentBytes = new LongAdder();
    private final LongAdder httpRequests = new LongAdder();
    private final LongAdder httpErrors = new LongAdder();
    private final LongAdder failedLogins = new LongAdder();
    private final LongAdder internalErrors = new LongAdder();
    private final long startedNanos = System.nanoTime();

    public void pgConnectionOpened() {
        pgConnectionsOpened.increment();
    }

    public void pgConnectionClosed() {
        pgConnectionsClosed.increment();
    }

    public void pgConnectionRefused() {
        pgConnectionsRefused.increment();
    }

    /// Counts what a session did since the last call: sessions keep their own counts and hand them
    /// on now and then, so that a statement costs no shared memory.
    public void pgSession(long statements, long errors, long sentBytes) {
        pgStatements.add(statements);
        pgErrors.add(errors);
        pgSentBytes.add(sentBytes);
    }

    public void httpRequest(boolean failed) {
        httpRequests.increment();
        if (failed) {
            httpErrors.increment();
        }
    }

    public void failedLogin() {
        failedLogins.increment();
    }

    public void internalError() {
        internalErrors.increment();
    }

    /// Returns the number of PostgreSQL connections that are open now.
    public long pgConnectionCount() {
        return pgConnectionsOpened.sum() - pgConnectionsClosed.sum();
    }

    /// Returns all of them in Prometheus' text format, version 0.0.4.
    ///
    /// @param writes what the store has written since the start
    public String text(WriteStatistics writes) {
        var out = new StringBuilder();
        var memory = ManagementFactory.getMemoryMXBean();
        gauge(
                out,
                "reckon_uptime_seconds",
                "Time since the start.",
                (System.nanoTime() - startedNanos) / 1_000_000_000);
        gauge(
                out,
                "reckon_pg_connections",
                "Open connections of the PostgreSQL protocol.",
                pgConnectionCount());
        counter(
                out,
                "reckon_pg_connections_total",
                "Connections of the PostgreSQL protocol since the start.",
                pgConnectionsOpened.sum());
        counter(
                out,
                "reckon_pg_connections_refused_total",
                "Connections refused because there were too many.",
                pgConnectionsRefused.sum());
        counter(
                out,
                "reckon_pg_statements_total",
                "Statements run through the PostgreSQL protocol.",
                pgStatements.sum());
        counter(
                out,
                "reckon_pg_errors_total",
                "Errors sent through the PostgreSQL protocol.",
                pgErrors.sum());
        counter(
                out,
                "reckon_pg_sent_bytes_total",
                "Bytes sent through the PostgreSQL protocol.",
                pgSentBytes.sum());
        counter(out, "reckon_http_requests_total", "HTTP requests.", httpRequests.sum());
        counter(
                out,
                "reckon_http_errors_total",
                "HTTP requests answered with a status of 400 or more.",
                httpErrors.sum());
        counter(
                out,
                "reckon_failed_logins_total",
                "Logins with a wrong user or password.",
                failedLogins.sum());
        counter(
                out,
                "reckon_internal_errors_total",
                "Errors that are bugs of the server (XX000).",
                internalErrors.sum());
        gauge(
                out,
                "reckon_heap_used_bytes",
                "Bytes of the Java heap in use.",
                memory.getHeapMemoryUsage().getUsed());
        gauge(
                out,
                "reckon_heap_committed_bytes",
                "Bytes of the Java heap taken from the system.",
                memory.getHeapMemoryUsage().getCommitted());
        gauge(
                out,
                "reckon_threads",
                "Live platform threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        written(out, writes);
        return out.toString();
    }

    private static void written(StringBuilder out, WriteStatistics writes) {
        String name = "reckon_written_bytes_total";
        header(out, name, "counter", "Bytes written to the data directory, by cause.");
        written(out, name, "log", writes.log());
        written(out, name, "flush", writes.flushed());
        written(out, name, "merge", writes.merged());
        written(out, name, "load", writes.loaded());
        written(out, name, "checkpoint", writes.checkpoints());
        counter(
                out,
                "reckon_write_delay_milliseconds_total",
                "How long writers have waited in all because flushes were behind.",
                TimeUnit.NANOSECONDS.toMillis(writes.delayNanos()));
    }

    private static void written(
            StringBuilder out, String name, String cause, WriteStatistics.Amount amount) {
        out.append(name).append("{cause=\"").append(cause).append("\"} ");
        out.append(amount.byteCount()).append('\n');
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        sample(out, name, "gauge", help, value);
    }

    private static void counter(StringBuilder out, String name, String help, long value) {
        sample(out, name, "counter", help, value);
    }

    private static void sample(
            StringBuilder out, String name, String kind, String help, long value) {
        header(out, name, kind, help);
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void header(StringBuilder out, String name, String kind, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
    }
}
