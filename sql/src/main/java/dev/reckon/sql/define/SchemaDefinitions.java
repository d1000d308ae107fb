package dev.reckon.sql.define;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// CREATE SCHEMA.
record SchemaDefinitions(Definitions definitions) {
    /// Of grants and whatever else.
    private static final int LAST_RANK = 4;

    void create(SchemaStatement.CreateSchema create) {
        Optional<Role> owner = create.authorization().map(name -> Roles.find(definitions, name));
        String name = create.name().orElseGet(() -> owner.orElseThrow().name());
        requireMayCreate(owner);
        requireName(name);
        definitions.lockName(0, name);
        if (definitions.catalog().schema(name).isPresent()) {
            String message = "schema \"" + name + "\" already exists";
            if (create.ifNotExists()) {
                definitions.notice(SqlState.DUPLICATE_SCHEMA, message + ", skipping");
                return;
            }
            throw new DatabaseException(SqlState.DUPLICATE_SCHEMA, message);
        }
        long ownerOid = owner.map(Role::oid).orElse(definitions.userOid());
        var header = new Header(definitions.newOid(), 0, name, ownerOid);
        definitions.put(
                new Schema(
                        new DefaultGrants(definitions)
                                .forNew(ownerOid, 0, 'n')
                                .map(list -> header.withPrivileges(list.entries()))
                                .orElse(header)));
        Definitions inside = definitions.inSchema(name);
        create.elements().forEach(element -> requireInside(element, name));
        for (int rank = 0; rank <= LAST_RANK; rank++) {
            for (Statement element : create.elements()) {
                if (rank(element) == rank) {
                    run(element, new DefinitionRunner(inside));
                }
            }
        }
        definitions.adopt(inside);
    }

    /// The elements may be written in any order, and are made in this.
    private static int rank(Statement element) {
        return switch (element) {
            case SchemaStatement.CreateSequence _ -> 0;
            case TableStatement.CreateTable _ -> 1;
            case SchemaStatement.CreateView _ -> 2;
            case TableStatement.CreateIndex _ -> 3;
            default -> LAST_RANK;
        };
    }

    private static void requireInside(Statement element, String schema) {
        Optional<QualifiedName> name =
                switch (element) {
                    case SchemaStatement.CreateSequence create -> Optional.of(create.name());
                    case TableStatement.CreateTable create -> Optional.of(create.name());
                    case SchemaStatement.CreateView create -> Optional.of(create.name());
                    case TableStatement.CreateIndex create -> Optional.of(create.table());
                    case TableStatement.CreateTrigger create -> Optional.of(create.table());
                    default -> Optional.empty();
                };
        Optional<String> other = name.flatMap(QualifiedName::schema);
        if (other.isPresent() && !other.get().equals(schema)) {
            throw new DatabaseException(
                    SqlState.INVALID_SCHEMA_DEFINITION,
                    "CREATE specifies a schema ("
                            + other.get()
                            + ") different from the one being created ("
                            + schema
                            + ")");
        }
    }

    /// @throws DatabaseException 42939 for a name that only the system may give
    static void requireName(String name) {
        if (name.startsWith("pg_")) {
            throw new DatabaseException(
                            SqlState.RESERVED_NAME, "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
    }

    /// Who makes a schema needs CREATE on the database.
    private void requireMayCreate(Optional<Role> owner) {
        if (definitions.isSuperuser()) {
            return;
        }
        if (!definitions.rights().may(definitions.catalog().database(), 'C')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for database "
                            + definitions.environment().currentDatabase());
        }
        if (owner.isPresent() && !definitions.rights().has(owner.get().oid())) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "must be member of role \"" + owner.get().name() + "\"");
        }
    }

    private static void run(Statement element, DefinitionRunner runner) {
        switch (element) {
            case TableStatement statement -> runner.run(statement);
            case SchemaStatement statement -> runner.run(statement);
            case RoleStatement statement -> runner.run(statement);
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "no element of CREATE SCHEMA")
                            .at(element.position());
        }
    }
}
