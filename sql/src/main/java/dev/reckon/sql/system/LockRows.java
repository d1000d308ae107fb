package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.SessionActivity;
import dev.reckon.storage.LockView;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.type.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pg_locks`: what sessions have locked, and what they wait for. Who reads locks nothing here, so
/// that nobody is shown to. A table that only the transaction knows which made it is shown without
/// its oid.
final class LockRows {
    /// What `objsubid` says of an advisory lock: by one number of 64 bits, or by two of 32.
    private static final int SINGLE_NUMBER = 1;

    private static final int PAIR_OF_NUMBERS = 2;

    private static final long HALF_MASK = 0xFFFF_FFFFL;

    private LockRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_locks", LockRows::locks);
    }

    private static void locks(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        Map<Integer, SessionActivity> sessions = new HashMap<>();
        environment.sessions().forEach(each -> sessions.put(each.processId(), each));
        Map<Long, Long> relations = relationsByStorage(catalog);
        long now = environment.clockTimestamp();
        for (LockView lock : environment.control().locks()) {
            Optional<SessionActivity> session = Optional.ofNullable(sessions.get(lock.session()));
            what(rows, lock, relations);
            rows.set("virtualtransaction", virtual(lock, session)).set("granted", lock.granted());
            rows.set("mode", modeName(lock.mode())).set("fastpath", false);
            session.ifPresent(each -> rows.set("pid", each.processId()));
            if (!lock.granted()) {
                rows.set("waitstart", now - lock.waitedNanos() / 1000);
            }
            rows.add();
        }
        sessions.values().forEach(each -> ownTransaction(rows, each));
    }

    /// Each transaction holds a lock of its own number.
    private static void ownTransaction(SystemRows rows, SessionActivity session) {
        if (session.transactionId().isPresent()) {
            String number = virtual(session.processId(), session.transactionId().getAsLong());
            rows.set("locktype", "virtualxid")
                    .set("virtualxid", number)
                    .set("virtualtransaction", number)
                    .set("pid", session.processId())
                    .set("mode", modeName(TableLockMode.EXCLUSIVE))
                    .set("granted", true)
                    .set("fastpath", true)
                    .add();
        }
    }

    private static void what(SystemRows rows, LockView lock, Map<Long, Long> relations) {
        switch (lock.kind()) {
            case TABLE -> {
                rows.set("locktype", "relation").set("database", SystemOids.DATABASE);
                Long oid = relations.get(lock.id());
                if (oid != null) {
                    rows.set("relation", oid);
                }
            }
            case TRANSACTION ->
                    rows.set("locktype", "transactionid").set("transactionid", lock.id());
            case ADVISORY, ADVISORY_PAIR ->
                    rows.set("locktype", "advisory")
                            .set("database", SystemOids.DATABASE)
                            .set("classid", lock.id() >>> Integer.SIZE)
                            .set("objid", lock.id() & HALF_MASK)
                            .set(
                                    "objsubid",
                                    lock.kind() == LockView.Kind.ADVISORY
                                            ? SINGLE_NUMBER
                                            : PAIR_OF_NUMBERS);
        }
    }

    /// Returns the number of the transaction that holds a lock or waits for it: that of its
    /// session, as a lock may be the session's own.
    private static Value virtual(LockView lock, Optional<SessionActivity> session) {
        long transaction =
                session.isEmpty() ? lock.transactionId() : session.get().transactionId().orElse(0);
        return Value.text(virtual(lock.session(), transaction));
    }

    private static String virtual(int processId, long transaction) {
        return processId + "/" + transaction;
    }

    private static Map<Long, Long> relationsByStorage(Catalog catalog) {
        Map<Long, Long> oids = new HashMap<>();
        catalog.relations()
                .forEach(relation -> {
                    switch (relation) {
                        case Table table -> oids.put(table.storageId(), table.oid());
                        case Index index -> oids.put(index.storageId(), index.oid());
                        default -> {}
                    }
                });
        oids.remove(0L);
        return oids;
    }

    private static String modeName(TableLockMode mode) {
        return switch (mode) {
            case ACCESS_SHARE -> "AccessShareLock";
            case ROW_SHARE -> "RowShareLock";
            case ROW_EXCLUSIVE -> "RowExclusiveLock";
            case SHARE_UPDATE_EXCLUSIVE -> "ShareUpdateExclusiveLock";
            case SHARE -> "ShareLock";
            case SHARE_ROW_EXCLUSIVE -> "ShareRowExclusiveLock";
            case EXCLUSIVE -> "ExclusiveLock";
            case ACCESS_EXCLUSIVE -> "AccessExclusiveLock";
        };
    }

    /// Returns for what a session waits, as `pg_stat_activity` names it.
    static Optional<String> waitEvent(List<LockView> locks, int processId) {
        return locks.stream()
                .filter(each -> each.session() == processId && !each.granted())
                .findFirst()
                .map(each ->
                        switch (each.kind()) {
                            case TABLE -> "relation";
                            case TRANSACTION -> "transactionid";
                            case ADVISORY, ADVISORY_PAIR -> "advisory";
                        });
    }

    /// Returns the number of the transaction that others have to wait for in a session: it has
    /// locked or written rows.
    static Optional<Long> writingTransaction(List<LockView> locks, int processId) {
        return locks.stream()
                .filter(each ->
                        each.session() == processId
                                && each.granted()
                                && each.kind() == LockView.Kind.TRANSACTION)
                .findFirst()
                .map(LockView::id);
    }
}
