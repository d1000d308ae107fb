package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.PredefinedRoles;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.SessionActivity;
import dev.reckon.storage.LockView;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `pg_stat_activity`: what all sessions of the database do. Others' sessions say only who they are
/// to those who do not have their role's privileges, as in PostgreSQL.
final class ActivityRows {
    /// PostgreSQL's `track_activity_query_size` of 1024 bytes, its end mark among them.
    private static final int QUERY_BYTE_COUNT_MAX = 1023;

    private ActivityRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_stat_activity", ActivityRows::activities);
    }

    private static void activities(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        Rights rights = Rights.of(catalog, environment.currentUser());
        List<LockView> locks = environment.control().locks();
        for (SessionActivity each : environment.sessions()) {
            // A user whom only trust let in is no role, and acts as the first one.
            long roleOid = catalog.role(each.user()).map(Role::oid).orElse(Role.BOOTSTRAP_OID);
            rows.set("datid", SystemOids.DATABASE)
                    .set("datname", environment.currentDatabase())
                    .set("pid", each.processId())
                    .set("usesysid", roleOid)
                    .set("usename", each.user())
                    .set("application_name", each.applicationName());
            if (rights.has(roleOid) || rights.has(PredefinedRoles.READ_ALL_STATS)) {
                details(rows, each, locks);
            } else {
                rows.set("query", "<insufficient privilege>");
            }
            rows.add();
        }
    }

    private static void details(SystemRows rows, SessionActivity activity, List<LockView> locks) {
        LockRows.writingTransaction(locks, activity.processId())
                .ifPresent(transaction -> rows.set("backend_xid", transaction));
        wait(rows, activity, LockRows.waitEvent(locks, activity.processId()));
        activity.client()
                .ifPresent(client ->
                        rows.set("client_addr", client.address())
                                .set("client_port", client.port()));
        rows.set("backend_start", activity.beganMicros())
                .set("xact_start", time(activity.transactionMicros()))
                .set("query_start", time(activity.queryMicros()))
                .set("state_change", activity.changeMicros())
                .set("state", activity.state().label())
                .set("query", clipped(activity.query()))
                .set("backend_type", "client backend");
    }

    private static void wait(SystemRows rows, SessionActivity activity, Optional<String> lock) {
        if (lock.isPresent()) {
            rows.set("wait_event_type", "Lock").set("wait_event", lock.get());
        } else if (activity.state() != SessionActivity.State.ACTIVE) {
            rows.set("wait_event_type", "Client").set("wait_event", "ClientRead");
        }
    }

    private static Value time(OptionalLong micros) {
        return micros.isPresent() ? new Value.Int(micros.getAsLong()) : Value.Null.NULL;
    }

    /// Returns as many whole characters as there is room for.
    private static String clipped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= QUERY_BYTE_COUNT_MAX) {
            return text;
        }
        int end = QUERY_BYTE_COUNT_MAX;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
