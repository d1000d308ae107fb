package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.SchemaStatement.CreateExtension;
import dev.reckon.sql.catalog.AvailableExtension;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE EXTENSION: puts the functions of an extension into a schema.
record ExtensionDefinitions(Definitions definitions) {
    void create(CreateExtension create) {
        String name = create.name();
        if (definitions.catalog().extension(name).isPresent()) {
            String exists = "extension \"" + name + "\" already exists";
            if (!create.ifNotExists()) {
                throw new DatabaseException(SqlState.DUPLICATE_OBJECT, exists);
            }
            definitions.notice(SqlState.DUPLICATE_OBJECT, exists + ", skipping");
            return;
        }
        AvailableExtension available =
                AvailableExtension.find(name).orElseThrow(() -> notAvailable(create));
        option(create, "version")
                .filter(version -> !version.equals(available.version()))
                .ifPresent(version -> {
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "extension \""
                                    + name
                                    + "\" has no installation script nor update path for version \""
                                    + version
                                    + "\"");
                });
        if (!definitions.rights().may(definitions.catalog().database(), 'C')) {
            throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied to create extension \"" + name + "\"")
                    .withHint(
                            "Must have CREATE privilege on current database to create this"
                                    + " extension.");
        }
        Schema schema =
                option(create, "schema")
                        .map(each -> Lookup.schema(definitions, each))
                        .orElseGet(this::firstSchema);
        var members = new ArrayList<Long>();
        for (AvailableExtension.Function function : available.functions()) {
            members.add(create(function, schema));
        }
        Header header = definitions.newHeader(schema.oid(), name);
        definitions.put(new Extension(header, available.version(), members));
        definitions.put(
                new Comment(
                        definitions.newHeader(0, "comment"),
                        Comments.PG_EXTENSION,
                        header.oid(),
                        0,
                        available.comment()));
    }

    private static Optional<String> option(CreateExtension create, String name) {
        return create.options().stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .filter(Option.Text.class::isInstance)
                .map(value -> ((Option.Text) value).text())
                .findFirst();
    }

    private Schema firstSchema() {
        for (String each : definitions.searchPath().schemas()) {
            Optional<Schema> found =
                    definitions.catalog().schema(definitions.searchPath().resolve(each));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new DatabaseException(
                SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in");
    }

    /// Whoever makes the extension, its functions are the system's.
    private long create(AvailableExtension.Function function, Schema schema) {
        var header =
                new Header(definitions.newOid(), schema.oid(), function.name(), Role.BOOTSTRAP_OID);
        var routine =
                new Routine(
                        header,
                        false,
                        function.parameters(),
                        function.result(),
                        function.returnsSet(),
                        "c",
                        function.symbol(),
                        function.volatility(),
                        function.strict(),
                        false,
                        List.of(),
                        new Routine.Traits(
                                false, 's', 1, function.returnsSet() ? 1000 : 0, false, false));
        boolean isTaken =
                definitions.catalog().objects().stream()
                        .anyMatch(each ->
                                each instanceof Routine known
                                        && known.schemaOid() == schema.oid()
                                        && known.name().equals(routine.name())
                                        && known.argumentTypes().equals(routine.argumentTypes()));
        if (isTaken) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_FUNCTION,
                    "function \"" + routine.name() + "\" already exists with same argument types");
        }
        definitions.put(routine);
        return header.oid();
    }

    private static DatabaseException notAvailable(CreateExtension create) {
        String hint =
                switch (create.name()) {
                    case "citext" -> "Use lower() in indexes and comparisons.";
                    case "hstore" -> "Use jsonb.";
                    case "pg_trgm" -> "LIKE and regular expressions work without an index.";
                    case "btree_gin", "btree_gist" -> "An index on the columns needs none.";
                    default -> "See pg_available_extensions.";
                };
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "extension \"" + create.name() + "\" is not available")
                .withHint(hint);
    }

    /// Returns what is to be dropped.
    ///
    /// @throws DatabaseException 0A000 for PL/pgSQL, which is always there
    Optional<Extension> findToDrop(String name) {
        Optional<Extension> found = definitions.catalog().extension(name);
        if (found.filter(each -> each.oid() == Extension.PLPGSQL_OID).isPresent()) {
            throw DatabaseException.notSupported(
                    "DROP EXTENSION plpgsql", "Every database has PL/pgSQL.");
        }
        return found;
    }

    /// @throws DatabaseException 2BP01 when an object came with an extension
    void requireNoMember(Routine routine) {
        Optional<Extension> extension = Extension.of(definitions.catalog(), routine.oid());
        if (extension.isPresent()) {
            var titles = new ObjectTitles(definitions);
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop "
                                    + titles.of(routine)
                                    + " because "
                                    + titles.of(extension.get())
                                    + " requires it")
                    .withHint("You can drop " + titles.of(extension.get()) + " instead.");
        }
    }
}
