package dev.reckon.sql.define;

import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.SchemaStatement.CastMethod;
import dev.reckon.sql.ast.SchemaStatement.CreateCast;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.CastEntry;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;
import java.util.Optional;

/// Casts: CREATE CAST, and how other statements find one.
record CastDefinitions(Definitions definitions) {
    /// The two ends of a cast.
    private record Ends(DataType source, DataType target) {}

    void create(CreateCast create) {
        Ends ends = ends(create.cast());
        requireValues(ends.source, "source");
        requireValues(ends.target, "target");
        requireOwner(ends.source, ends.target);
        definitions.requireUsage(ends.source);
        definitions.requireUsage(ends.target);
        warnOfDomains(ends);
        if (create.method() != CastMethod.INOUT) {
            throw DatabaseException.notSupported(
                            create.method() == CastMethod.FUNCTION
                                    ? "CREATE CAST WITH FUNCTION"
                                    : "CREATE CAST WITHOUT FUNCTION",
                            "Use WITH INOUT, or call a function where you need it.")
                    .at(create.position());
        }
        if (ends.source.equals(ends.target)) {
            throw new DatabaseException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "source data type and target data type are the same");
        }
        if (isBuiltIn(ends) || definitions.catalog().cast(ends.source, ends.target).isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_OBJECT, "cast from " + titles(ends) + " already exists");
        }
        CastContext context =
                switch (create.use()) {
                    case NOWHERE -> CastContext.EXPLICIT;
                    case ASSIGNMENT -> CastContext.ASSIGNMENT;
                    case ANYWHERE -> CastContext.IMPLICIT;
                };
        definitions.put(
                new UserCast(
                        new Header(definitions.newOid(), 0, "", 0),
                        ends.source,
                        ends.target,
                        CastEntry.Method.INPUT_OUTPUT,
                        0,
                        context));
    }

    private Ends ends(ObjectReference reference) {
        List<FunctionParameter> types = reference.parameters().orElseThrow();
        return new Ends(type(types.getFirst().type()), type(types.getLast().type()));
    }

    /// Finds a type; as in PostgreSQL, the error says nothing of where it stands.
    private DataType type(TypeName name) {
        Optional<String> schema = name.name().schema().map(definitions.searchPath()::resolve);
        if (schema.isPresent() && definitions.catalog().schema(schema.get()).isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema.get() + "\" does not exist");
        }
        var nowhere =
                new TypeName(
                        name.name(),
                        name.modifiers(),
                        name.arrayBounds(),
                        name.interval(),
                        name.setOf(),
                        name.columnType(),
                        -1);
        return definitions.binder().types().bind(nowhere).type();
    }

    private void requireValues(DataType type, String which) {
        if (type.category() == TypeCategory.PSEUDO) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    which + " data type " + name(type) + " is a pseudo-type");
        }
    }

    /// Values of a domain are converted as those of its base.
    private void warnOfDomains(Ends ends) {
        String which = isDomain(ends.source) ? "source" : isDomain(ends.target) ? "target" : "";
        if (!which.isEmpty()) {
            definitions.notice(
                    SqlState.WARNING,
                    "cast will be ignored because the " + which + " data type is a domain");
        }
    }

    private boolean isDomain(DataType type) {
        return definitions.catalog().userType(type.oid()).orElse(null) instanceof UserType.Domain;
    }

    /// @throws DatabaseException 42501 unless the user owns one of the types
    void requireOwner(DataType source, DataType target) {
        if (!owns(source) && !owns(target)) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "must be owner of type " + name(source) + " or type " + name(target));
        }
    }

    private boolean owns(DataType type) {
        return definitions.isSuperuser()
                || definitions
                        .catalog()
                        .userType(type.isTrueArray() ? type.elementOid() : type.oid())
                        .filter(definitions.rights()::owns)
                        .isPresent();
    }

    private static boolean isBuiltIn(Ends ends) {
        return builtIn(ends).isPresent();
    }

    private static Optional<CastEntry> builtIn(Ends ends) {
        return FunctionCatalog.builtInCasts().stream()
                .filter(each ->
                        each.source().equals(ends.source) && each.target().equals(ends.target))
                .findFirst();
    }

    /// Returns the oid of a cast that the user may comment on.
    ///
    /// @throws DatabaseException 42704 when there is no such cast, 42501 when the user owns neither
    ///   of its types
    long requireOwned(ObjectReference reference) {
        Ends ends = ends(reference);
        long oid =
                definitions
                        .catalog()
                        .cast(ends.source, ends.target)
                        .map(CatalogObject::oid)
                        .or(() -> builtIn(ends).map(each -> (long) each.oid()))
                        .orElseThrow(() -> missing(titles(ends)));
        requireOwner(ends.source, ends.target);
        return oid;
    }

    /// Returns the cast that a DROP names; nothing when it is missing and the statement says IF
    /// EXISTS.
    Optional<CatalogObject> findToDrop(ObjectStatement.Drop drop, ObjectReference reference) {
        Ends ends;
        try {
            ends = ends(reference);
        } catch (DatabaseException noType) {
            if (!drop.ifExists()) {
                throw noType;
            }
            definitions.notice(SqlState.SUCCESSFUL_COMPLETION, noType.getMessage() + ", skipping");
            return Optional.empty();
        }
        Optional<UserCast> found = definitions.catalog().cast(ends.source, ends.target);
        if (found.isPresent()) {
            return found.map(each -> each);
        }
        if (isBuiltIn(ends)) {
            requireOwner(ends.source, ends.target);
            throw new DatabaseException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop cast from "
                            + name(ends.source)
                            + " to "
                            + name(ends.target)
                            + " because it is required by the database system");
        }
        if (!drop.ifExists()) {
            throw missing(titles(ends));
        }
        List<FunctionParameter> types = reference.parameters().orElseThrow();
        String written =
                "type "
                        + written(types.getFirst().type())
                        + " to type "
                        + written(types.getLast().type());
        definitions.notice(
                SqlState.SUCCESSFUL_COMPLETION, missing(written).getMessage() + ", skipping");
        return Optional.empty();
    }

    private static String written(TypeName type) {
        return type.name().dotted() + (type.arrayBounds().isEmpty() ? "" : "[]");
    }

    private static DatabaseException missing(String titles) {
        return new DatabaseException(
                SqlState.UNDEFINED_OBJECT, "cast from " + titles + " does not exist");
    }

    private String titles(Ends ends) {
        return "type " + name(ends.source) + " to type " + name(ends.target);
    }

    private String name(DataType type) {
        return new CatalogNames(definitions.catalog(), definitions.searchPath()).typeName(type);
    }
}
