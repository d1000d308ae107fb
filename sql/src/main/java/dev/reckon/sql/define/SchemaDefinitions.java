package dev.reckon.sql.define;

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
    void create(SchemaStatement.CreateSchema create) {
        Optional<Role> owner = create.authorization().map(name -> Roles.find(definitions, name));
        String name = create.name().orElseGet(() -> owner.orElseThrow().name());
        if (name.startsWith("pg_")) {
            throw new DatabaseException(
                            SqlState.RESERVED_NAME, "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
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
        definitions.put(new Schema(new Header(definitions.newOid(), 0, name, ownerOid)));
        Definitions inside = definitions.inSchema(name);
        for (Statement element : create.elements()) {
            run(element, new DefinitionRunner(inside));
        }
        definitions.adopt(inside);
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
