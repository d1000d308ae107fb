package dev.reckon.sql;

import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;
import java.util.Optional;

/// Which definitions PostgreSQL makes in transactions of their own, so that they can't stand in a
/// block. Here they could, but what would a rollback be expected to leave?
record OutsideTransactions(Session session) {
    /// Refuses a statement that can't stand in a transaction block, in one.
    ///
    /// @throws DatabaseException 25001, and 0A000 for what DROP INDEX CONCURRENTLY can't do
    void require(Statement statement) {
        Optional<String> command =
                switch (statement) {
                    case TableStatement.CreateIndex create when create.concurrently() ->
                            Optional.of("CREATE INDEX CONCURRENTLY");
                    case ObjectStatement.Drop drop when drop.concurrently() -> {
                        requireOne(drop);
                        yield Optional.of("DROP INDEX CONCURRENTLY");
                    }
                    case UtilityStatement.Reindex reindex -> reindex(reindex);
                    default -> Optional.empty();
                };
        command.ifPresent(this::requireNone);
    }

    /// Refuses a command in a transaction block.
    ///
    /// @throws DatabaseException 25001
    void requireNone(String command) {
        if (session.transaction().isExplicit()) {
            throw new DatabaseException(
                    SqlState.ACTIVE_SQL_TRANSACTION,
                    command + " cannot run inside a transaction block");
        }
    }

    private static void requireOne(ObjectStatement.Drop drop) {
        if (drop.objects().size() > 1) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
        }
        if (drop.cascade()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "DROP INDEX CONCURRENTLY does not support CASCADE");
        }
    }

    private Optional<String> reindex(UtilityStatement.Reindex reindex) {
        if (isConcurrent(reindex)) {
            requireNone("REINDEX CONCURRENTLY");
            if (reindex.kind().equals("system")) {
                throw new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot reindex system catalogs concurrently");
            }
            return Optional.empty();
        }
        boolean several =
                switch (reindex.kind()) {
                    case "schema", "system", "database" -> true;
                    default -> isPartitioned(reindex);
                };
        return several
                ? Optional.of("REINDEX " + reindex.kind().toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static boolean isConcurrent(UtilityStatement.Reindex reindex) {
        return reindex.options().stream()
                .filter(option -> option.name().equals("concurrently"))
                .anyMatch(option ->
                        !(option.value() instanceof Option.Text(String text))
                                || !(text.equals("false") || text.equals("off")));
    }

    private boolean isPartitioned(UtilityStatement.Reindex reindex) {
        Catalog catalog = session.refreshCatalog();
        return catalog.relation(session.searchPath(), reindex.name().parts())
                .filter(new PartitionTree(catalog)::isPartitioned)
                .isPresent();
    }
}
