package dev.reckon.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The roles that are there from the start beside the first, as in PostgreSQL 15's chapter
/// "Predefined Roles".
public final class PredefinedRoles {
    static final long DATABASE_OWNER = 6171;
    static final long READ_ALL_DATA = 6181;
    static final long WRITE_ALL_DATA = 6182;
    private static final long MONITOR = 3373;
    private static final long READ_ALL_SETTINGS = 3374;

    /// May see what others' sessions do.
    public static final long READ_ALL_STATS = 3375;

    /// May cancel and end others' sessions.
    public static final long SIGNAL_BACKEND = 4200;

    private static final long STAT_SCAN_TABLES = 3377;

    private PredefinedRoles() {}

    static List<Role> all() {
        var roles = new ArrayList<Role>();
        roles.add(role(DATABASE_OWNER, "pg_database_owner"));
        roles.add(role(READ_ALL_DATA, "pg_read_all_data"));
        roles.add(role(WRITE_ALL_DATA, "pg_write_all_data"));
        roles.add(
                role(MONITOR, "pg_monitor")
                        .withMemberOf(
                                List.of(
                                        membership(READ_ALL_SETTINGS),
                                        membership(READ_ALL_STATS),
                                        membership(STAT_SCAN_TABLES))));
        roles.add(role(READ_ALL_SETTINGS, "pg_read_all_settings"));
        roles.add(role(READ_ALL_STATS, "pg_read_all_stats"));
        roles.add(role(STAT_SCAN_TABLES, "pg_stat_scan_tables"));
        roles.add(role(4569, "pg_read_server_files"));
        roles.add(role(4570, "pg_write_server_files"));
        roles.add(role(4571, "pg_execute_server_program"));
        roles.add(role(SIGNAL_BACKEND, "pg_signal_backend"));
        roles.add(role(4544, "pg_checkpoint"));
        return roles;
    }

    private static Role.Membership membership(long oid) {
        return new Role.Membership(oid, false, Role.BOOTSTRAP_OID);
    }

    private static Role role(long oid, String name) {
        return new Role(
                new Header(oid, 0, name, Role.BOOTSTRAP_OID),
                false,
                true,
                false,
                false,
                false,
                false,
                false,
                -1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
    }
}
