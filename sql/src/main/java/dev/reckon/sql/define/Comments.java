package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// COMMENT ON.
record Comments(Definitions definitions) {
    static final long PG_EXTENSION = 3079;

    /// The oids of the catalogs that hold the objects, as in PostgreSQL.
    private static final long PG_CLASS = 1259;

    private static final long PG_CAST = 2605;
    private static final long PG_TYPE = 1247;
    private static final long PG_PROC = 1255;
    private static final long PG_TRIGGER = 2620;
    private static final long PG_NAMESPACE = 2615;
    private static final long PG_CONSTRAINT = 2606;
    private static final long PG_AUTHID = 1260;
    private static final long PG_DATABASE = 1262;

    private record Subject(long classOid, long objectOid, int columnNumber) {}

    void comment(ObjectStatement.Comment comment) {
        Subject subject = subject(comment.object());
        Optional<Comment> known =
                definitions
                        .catalog()
                        .comment(subject.classOid, subject.objectOid, subject.columnNumber);
        boolean empty = comment.text().filter(text -> !text.isEmpty()).isEmpty();
        if (empty && subject.objectOid != Schema.PUBLIC_OID) {
            known.ifPresent(definitions::remove);
            return;
        }
        Header header =
                known.map(CatalogObject::header)
                        .orElseGet(() -> definitions.newHeader(0, "comment"));
        definitions.put(
                new Comment(
                        header,
                        subject.classOid,
                        subject.objectOid,
                        subject.columnNumber,
                        comment.text().orElse("")));
    }

    private Subject subject(ObjectReference reference) {
        return switch (reference.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE ->
                    new Subject(PG_CLASS, relation(reference).oid(), 0);
            case COLUMN -> {
                Relation relation = relation(reference);
                String name = reference.part().orElseThrow();
                int number = Lookup.columnNumber(relation, name);
                yield new Subject(PG_CLASS, relation.oid(), number);
            }
            case CONSTRAINT -> {
                Table table = Lookup.table(definitions, reference.name());
                definitions.requireOwner(table, table.noun());
                String name = reference.part().orElseThrow();
                Constraint constraint =
                        table.constraint(name)
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                SqlState.UNDEFINED_OBJECT,
                                                "constraint \""
                                                        + name
                                                        + "\" for table \""
                                                        + table.name()
                                                        + "\" does not exist"));
                yield new Subject(PG_CONSTRAINT, constraint.oid(), 0);
            }
            case SCHEMA -> {
                Schema schema = Lookup.schema(definitions, reference.name().name());
                definitions.requireOwner(schema, "schema");
                yield new Subject(PG_NAMESPACE, schema.oid(), 0);
            }
            case TYPE, DOMAIN -> {
                UserType type =
                        definitions
                                .catalog()
                                .type(definitions.searchPath(), reference.name().parts())
                                .flatMap(each -> definitions.catalog().userType(each.oid()))
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                SqlState.UNDEFINED_OBJECT,
                                                "type \""
                                                        + reference.name().dotted()
                                                        + "\" does not exist"));
                definitions.requireOwner(type, "type");
                yield new Subject(PG_TYPE, type.oid(), 0);
            }
            case FUNCTION, PROCEDURE, ROUTINE -> {
                var routines = new RoutineDefinitions(definitions);
                Routine routine =
                        routines.find(reference).orElseThrow(() -> routines.missing(reference));
                definitions.requireOwner(routine, routine.noun());
                yield new Subject(PG_PROC, routine.oid(), 0);
            }
            case TRIGGER ->
                    new Subject(
                            PG_TRIGGER,
                            new TriggerDefinitions(definitions)
                                    .require(reference, "relation")
                                    .oid(),
                            0);
            case ROLE ->
                    new Subject(
                            PG_AUTHID, Roles.find(definitions, reference.name().name()).oid(), 0);
            case DATABASE -> new Subject(PG_DATABASE, 1, 0);
            case EXTENSION -> {
                String name = reference.name().name();
                Extension extension =
                        definitions
                                .catalog()
                                .extension(name)
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                SqlState.UNDEFINED_OBJECT,
                                                "extension \"" + name + "\" does not exist"));
                definitions.requireOwner(extension, "extension");
                yield new Subject(PG_EXTENSION, extension.oid(), 0);
            }
            case CAST ->
                    new Subject(
                            PG_CAST, new CastDefinitions(definitions).requireOwned(reference), 0);
            default ->
                    throw DatabaseException.notSupported(
                                    "COMMENT ON " + reference.kind().sql(),
                                    "There are no such objects here.")
                            .at(reference.position());
        };
    }

    private Relation relation(ObjectReference reference) {
        Relation relation =
                definitions
                        .relation(reference.name())
                        .orElseThrow(() -> Lookup.missingRelation(reference.name()));
        definitions.requireOwner(relation, relation.noun());
        return relation;
    }
}
