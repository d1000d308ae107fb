package dev.reckon.sql.define;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.DefinitionFormat;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.modify.Modifications;
import dev.reckon.storage.Store;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The catalog while one statement changes it: what is read here includes what was put before. For
/// the session's thread.
public final class Definitions {
    private final Store store;
    private final Transaction transaction;
    private final Environment environment;
    private final SearchPath searchPath;
    private final long userOid;
    private final boolean superuser;
    private final Modifications modifications;
    private final Supplier<Evaluation> evaluations;
    private final Runnable publish;
    private final List<DatabaseException> notices = new ArrayList<>();
    private final long seenVersion;
    private Catalog catalog;

    /// Whether the session has not seen the latest change yet.
    private boolean isAhead;

    /// @param publish lets the session look at the catalog as it is now
    /// @param evaluations makes what scans and expressions over the present state work with
    public Definitions(
            Store store,
            Transaction transaction,
            Environment environment,
            SearchPath searchPath,
            long userOid,
            boolean superuser,
            Modifications modifications,
            Supplier<Evaluation> evaluations,
            Runnable publish,
            Catalog catalog) {
        this.store = store;
        this.transaction = transaction;
        this.environment = environment;
        this.searchPath = searchPath;
        this.userOid = userOid;
        this.superuser = superuser;
        this.modifications = modifications;
        this.evaluations = evaluations;
        this.publish = publish;
        this.catalog = catalog;
        this.seenVersion = transaction.seenDefinitionVersion();
    }

    public Catalog catalog() {
        return catalog;
    }

    Store store() {
        return store;
    }

    Transaction transaction() {
        return transaction;
    }

    Environment environment() {
        return environment;
    }

    SearchPath searchPath() {
        return searchPath;
    }

    long userOid() {
        return userOid;
    }

    boolean isSuperuser() {
        return superuser;
    }

    Modifications modifications() {
        return modifications;
    }

    Evaluation newEvaluation() {
        return evaluations.get();
    }

    /// Returns a binder for the catalog as it is now; the session's functions see it so too.
    StatementBinder binder() {
        if (isAhead) {
            publish.run();
            isAhead = false;
        }
        return new StatementBinder(catalog, searchPath, environment);
    }

    /// Finds the type of a column, parameter or the like.
    ///
    /// @throws DatabaseException 42501 unless the user may use it
    TypeBinder.BoundType bindType(TypeName name) {
        TypeBinder.BoundType bound = binder().types().bind(name);
        requireUsage(bound.type());
        return bound;
    }

    /// @throws DatabaseException 42501 unless the user may use a type
    void requireUsage(DataType type) {
        Optional<UserType> made = catalog.userType(type.isArray() ? type.elementOid() : type.oid());
        if (made.isPresent() && !rights().may(made.get(), 'U')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for type " + made.get().name());
        }
    }

    /// Returns the same with a schema first in the search path, for the elements of CREATE SCHEMA.
    Definitions inSchema(String schema) {
        List<String> schemas = new ArrayList<>();
        schemas.add(schema);
        schemas.addAll(searchPath.schemas());
        return new Definitions(
                store,
                transaction,
                environment,
                new SearchPath(schemas, searchPath.temporary(), searchPath.closed()),
                userOid,
                superuser,
                modifications,
                evaluations,
                publish,
                catalog);
    }

    /// Takes over what was changed by [#inSchema].
    void adopt(Definitions inside) {
        catalog = inside.catalog;
        isAhead = true;
        notices.addAll(inside.notices);
    }

    /// Returns a new oid.
    long newOid() {
        return store.allocateId();
    }

    /// Puts an object, or another version of it.
    void put(CatalogObject object) {
        transaction.putDefinition(object.oid(), DefinitionFormat.encode(object));
        catalog = catalog.with(List.of(object), List.of());
        isAhead = true;
    }

    /// Removes an object with the comments on it.
    void remove(CatalogObject object) {
        transaction.removeDefinition(object.oid());
        catalog = catalog.with(List.of(), List.of(object.oid()));
        isAhead = true;
        for (CatalogObject each : List.copyOf(catalog.objects())) {
            if (each instanceof Comment comment && comment.objectOid() == object.oid()) {
                transaction.removeDefinition(comment.oid());
                catalog = catalog.with(List.of(), List.of(comment.oid()));
            }
        }
    }

    /// Makes the header of a new object of the current user.
    Header newHeader(long schemaOid, String name) {
        return new Header(newOid(), schemaOid, name, userOid);
    }

    /// Makes the header of a new object of the current user, with the privileges that ALTER DEFAULT
    /// PRIVILEGES gives it.
    ///
    /// @param kind as in [dev.reckon.sql.catalog.DefaultPrivileges]
    Header newHeader(long schemaOid, String name, char kind) {
        Header header = newHeader(schemaOid, name);
        return new DefaultGrants(this)
                .forNew(userOid, schemaOid, kind)
                .map(list -> header.withPrivileges(list.entries()))
                .orElse(header);
    }

    /// Returns what the current user may do.
    Rights rights() {
        return Rights.of(catalog, userOid);
    }

    void notice(SqlState state, String message) {
        notices.add(new DatabaseException(state, message));
    }

    void notice(DatabaseException message) {
        notices.add(message);
    }

    /// Returns the notices so far.
    public Collection<DatabaseException> notices() {
        return notices;
    }

    /// Finds the schema in which a new object is made.
    Schema schemaFor(QualifiedName name) {
        if (name.schema().isPresent()) {
            return schema(searchPath.resolve(name.schema().get()), name.position());
        }
        for (String each : searchPath.schemas()) {
            Optional<Schema> found = catalog.schema(searchPath.resolve(each));
            if (found.isPresent()) {
                requireUsable(found.get(), name.position());
                return found.get();
            }
        }
        throw new DatabaseException(
                        SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in")
                .at(name.position());
    }

    Schema schema(String name, int position) {
        Schema schema =
                catalog.schema(name)
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.INVALID_SCHEMA_NAME,
                                                "schema \"" + name + "\" does not exist")
                                        .at(position));
        requireUsable(schema, position);
        return schema;
    }

    private void requireUsable(Schema schema, int position) {
        if (schema.isSystem()) {
            throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied for schema " + schema.name())
                    .at(position);
        }
        requireCreate(schema);
    }

    /// Returns the schema of the session's temporary objects, making it if need be.
    Schema temporarySchema() {
        Optional<Schema> known = catalog.schema(searchPath.temporary());
        if (!rights().may(catalog.database(), 'T')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    known.map(schema -> "permission denied for schema " + schema.name())
                            .orElse(
                                    "permission denied to create temporary tables in database \""
                                            + environment().currentDatabase()
                                            + "\""));
        }
        if (known.isPresent()) {
            return known.get();
        }
        var schema =
                new Schema(new Header(newOid(), 0, searchPath.temporary(), Role.BOOTSTRAP_OID));
        put(schema);
        return schema;
    }

    /// Makes sure that no other transaction makes an object of a name at the same time.
    void lockName(long schemaOid, String name) {
        long hash = 31 * schemaOid + name.hashCode();
        transaction.lockName(hash, true, WaitPolicy.WAIT);
        requireCurrent();
    }

    /// Locks a stored table, and makes sure that what the statement knows of it, and reads of it,
    /// is what is so under the lock.
    ///
    /// @throws StaleDefinitions when it is not, and the statement must begin anew
    /// @throws DatabaseException 40001 when the isolation level keeps it from seeing what is so
    void lockTable(long storageId, TableLockMode mode) {
        try {
            transaction.lockTable(storageId, mode, WaitPolicy.WAIT);
        } catch (DatabaseException e) {
            if (e.sqlState() == SqlState.UNDEFINED_TABLE) {
                requireCurrent();
            }
            throw e;
        }
        requireCurrent();
        if (!transaction.seesNewest(storageId)) {
            throw new DatabaseException(
                    SqlState.SERIALIZATION_FAILURE,
                    "could not serialize access due to concurrent update");
        }
    }

    /// Locks a table that is about to be another one or nothing.
    ///
    /// @param command the statement's name for messages
    /// @throws DatabaseException 55006 while checks of its rows wait for the end of the transaction
    void lockForChange(Table table, String command) {
        requireUnused(table, command);
        lockTable(table.storageId(), TableLockMode.ACCESS_EXCLUSIVE);
        if (modifications.hasDeferredChecks(table.oid())) {
            throw new DatabaseException(
                    SqlState.OBJECT_IN_USE,
                    "cannot %s \"%s\" because it has pending trigger events"
                            .formatted(command, table.name()));
        }
    }

    /// @throws DatabaseException 55006 while a query of the session writes to the table, of which a
    ///   trigger's function is a part
    void requireUnused(Table table, String command) {
        if (modifications.isInUse(table.oid())) {
            throw new DatabaseException(
                    SqlState.OBJECT_IN_USE,
                    "cannot %s \"%s\" because it is being used by active queries in this session"
                            .formatted(command, table.name()));
        }
    }

    private void requireCurrent() {
        if (transaction.committedDefinitionVersion() != seenVersion) {
            throw new StaleDefinitions();
        }
    }

    /// Finds a relation that a statement names.
    Optional<Relation> relation(QualifiedName name) {
        return catalog.relation(searchPath, name.parts());
    }

    /// @throws DatabaseException 42501 unless the user owns the object
    void requireOwner(CatalogObject object, String noun) {
        if (!rights().owns(object)) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "must be owner of " + noun + " " + object.name());
        }
    }

    /// Finds the role that is to own an object, which the user must own so far.
    ///
    /// @throws DatabaseException 42501 unless the user may give it away, and the new owner may make
    ///   objects in its schema
    Role newOwner(CatalogObject object, String noun, RoleName name) {
        Role owner = Roles.find(this, name);
        if (object.header().ownerOid() == owner.oid()) {
            return owner;
        }
        requireOwner(object, noun);
        if (!superuser) {
            Optional<Role> user = catalog.role(userOid);
            if (user.isPresent()
                    && !Rights.memberships(catalog, user.get(), false).contains(owner.oid())) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "must be member of role \"" + owner.name() + "\"");
            }
            Optional<Schema> schema = catalog.schema(object.schemaOid());
            if (schema.isPresent() && !Rights.of(catalog, owner.oid()).may(schema.get(), 'C')) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied for schema " + schema.get().name());
            }
        }
        return owner;
    }

    /// @throws DatabaseException 42501 unless the user may make objects in the schema
    void requireCreate(Schema schema) {
        if (!schema.isTemporary() && !rights().may(schema, 'C')) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for schema " + schema.name());
        }
    }
}
