package dev.reckon.sql.catalog;

import dev.reckon.storage.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All objects that SQL names, as one snapshot has them. Immutable; safe for many threads.
///
/// Names are looked up along a [SearchPath], by PostgreSQL's rules (chapter "Schemas").
public final class Catalog {
    /// A relation's, type's or routine's name within its schema.
    private record Key(long schemaOid, String name) {}

    /// As they fire, and as PostgreSQL sorts names: by their bytes.
    private static final Comparator<Trigger> TRIGGER_ORDER =
            Comparator.comparing(
                    trigger -> trigger.name().getBytes(StandardCharsets.UTF_8),
                    Arrays::compareUnsigned);

    private record CastKey(int sourceOid, int targetOid) {}

    private record CommentKey(long classOid, long objectOid, int columnNumber) {}

    private final Map<CommentKey, Comment> comments = new HashMap<>();
    private final long version;
    private final SystemTables systemTables;
    private final Map<Long, CatalogObject> objects;
    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final Map<Long, Schema> schemasByOid = new HashMap<>();
    private final Map<Key, Relation> relations = new HashMap<>();
    private final Map<Key, DataType> types = new HashMap<>();
    private final Map<Long, DataType> typesByOid = new HashMap<>();
    private final Map<Long, Long> typeSchemas = new HashMap<>();
    private final Map<Long, List<Index>> indexes = new HashMap<>();
    private final Map<Long, List<Table>> referencing = new HashMap<>();
    private final Map<Long, List<Trigger>> triggers = new HashMap<>();
    private final Map<Long, List<Table>> partitions = new HashMap<>();
    private final Map<String, List<Routine>> routines = new HashMap<>();
    private final Map<CastKey, UserCast> casts = new HashMap<>();
    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Map<Long, Role> rolesByOid = new HashMap<>();
    private final List<DefaultPrivileges> defaultPrivileges = new ArrayList<>();
    private final Map<Long, Relation> rowTypeRelations = new HashMap<>();

    private Catalog(long version, SystemTables systemTables, Map<Long, CatalogObject> objects) {
        this.version = version;
        this.systemTables = systemTables;
        this.objects = objects;
        addSchema(new Schema(systemHeader(Schema.PG_CATALOG_OID, "pg_catalog")));
        addSchema(new Schema(systemHeader(Schema.PG_TOAST_OID, "pg_toast")));
        addSchema(new Schema(systemHeader(Schema.INFORMATION_SCHEMA_OID, "information_schema")));
        PredefinedRoles.all().forEach(this::addRole);
        objects.values().forEach(this::add);
        triggers.values().forEach(list -> list.sort(TRIGGER_ORDER));
    }

    private static Header systemHeader(long oid, String name) {
        return new Header(oid, 0, name, Role.BOOTSTRAP_OID);
    }

    /// Reads the definitions of a snapshot.
    ///
    /// @param version the snapshot's `definitionVersion`
    static Catalog decode(long version, SystemTables systemTables, Map<Long, byte[]> definitions) {
        var types = new TypeDecoder(definitions);
        var objects = new LinkedHashMap<Long, CatalogObject>(definitions.size() * 2);
        for (Map.Entry<Long, byte[]> entry : definitions.entrySet()) {
            objects.put(entry.getKey(), DefinitionFormat.decode(entry.getValue(), types::type));
        }
        return new Catalog(version, systemTables, objects);
    }

    /// Returns the catalog after a change that is not in any snapshot yet.
    ///
    /// @param changed objects put in, or in place of those with the same oid
    /// @param removed oids of objects taken out
    public Catalog with(Collection<? extends CatalogObject> changed, Collection<Long> removed) {
        var edited = new LinkedHashMap<>(objects);
        removed.forEach(edited::remove);
        changed.forEach(object -> edited.put(object.oid(), object));
        return new Catalog(version, systemTables, edited);
    }

    private void add(CatalogObject object) {
        switch (object) {
            case Schema schema -> addSchema(schema);
            case Relation relation -> addRelation(relation);
            case UserType type -> {
                for (DataType each : type.dataTypes()) {
                    addType(type.schemaOid(), each);
                    if (each.arrayOid() != 0) {
                        addArray(type.schemaOid(), each.newArray());
                    }
                }
            }
            case Routine routine ->
                    routines.computeIfAbsent(routine.name(), _ -> new ArrayList<>()).add(routine);
            case Trigger trigger ->
                    triggers.computeIfAbsent(trigger.relationOid(), _ -> new ArrayList<>())
                            .add(trigger);
            case Role role -> addRole(role);
            case DefaultPrivileges entry -> defaultPrivileges.add(entry);
            case UserCast cast ->
                    casts.put(new CastKey(cast.source().oid(), cast.target().oid()), cast);
            case DatabaseEntry _, Extension _ -> {}
            case Comment comment ->
                    comments.put(
                            new CommentKey(
                                    comment.classOid(),
                                    comment.objectOid(),
                                    comment.columnNumber()),
                            comment);
        }
    }

    private void addRole(Role role) {
        roles.put(role.name(), role);
        rolesByOid.put(role.oid(), role);
    }

    private void addSchema(Schema schema) {
        schemas.put(schema.name(), schema);
        schemasByOid.put(schema.oid(), schema);
    }

    private void addRelation(Relation relation) {
        relations.put(new Key(relation.schemaOid(), relation.name()), relation);
        switch (relation) {
            case Table table -> {
                addRowType(table, table.rowTypeOid(), table.rowArrayOid());
                table.parentOid()
                        .ifPresent(parent ->
                                partitions
                                        .computeIfAbsent(parent, _ -> new ArrayList<>())
                                        .add(table));
                for (Constraint constraint : table.constraints()) {
                    if (constraint.rule() instanceof Constraint.ForeignKey key) {
                        List<Table> tables =
                                referencing.computeIfAbsent(
                                        key.referencedOid(), _ -> new ArrayList<>());
                        if (!tables.contains(table)) {
                            tables.add(table);
                        }
                    }
                }
            }
            case View view -> addRowType(view, view.rowTypeOid(), view.rowArrayOid());
            case Index index ->
                    indexes.computeIfAbsent(index.tableOid(), _ -> new ArrayList<>()).add(index);
            case Sequence _ -> {}
        }
    }

    private void addRowType(Relation relation, int oid, int arrayOid) {
        DataType type = UserType.ofRow(oid, relation.name(), arrayOid);
        addType(relation.schemaOid(), type);
        addArray(relation.schemaOid(), type.newArray());
        rowTypeRelations.put((long) oid, relation);
    }

    private void addType(long schemaOid, DataType type) {
        DataType displaced = types.put(new Key(schemaOid, type.name()), type);
        typesByOid.put((long) type.oid(), type);
        typeSchemas.put((long) type.oid(), schemaOid);
        if (displaced != null) {
            addArray(schemaOid, displaced);
        }
    }

    /// Adds the array of a type, which makes way for a type that somebody gave its name: it gets
    /// one more underscore.
    private void addArray(long schemaOid, DataType array) {
        DataType named = array;
        while (types.containsKey(new Key(schemaOid, named.name()))) {
            named =
                    new DataType(
                            array.oid(),
                            "_" + named.name(),
                            array.sqlName(),
                            array.category(),
                            array.preferred(),
                            array.physical(),
                            array.byteLength(),
                            array.elementOid(),
                            array.arrayOid());
        }
        addType(schemaOid, named);
    }

    /// Returns the number of the definitions that this was made from.
    public long version() {
        return version;
    }

    /// Returns the tables that are not stored.
    public SystemTables systemTables() {
        return systemTables;
    }

    public Optional<CatalogObject> object(long oid) {
        return Optional.ofNullable(objects.get(oid));
    }

    /// Returns all objects, oldest first.
    public Collection<CatalogObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /// Returns all schemas, those of the system included.
    public Collection<Schema> schemas() {
        return Collections.unmodifiableCollection(schemas.values());
    }

    public Optional<Schema> schema(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    public Optional<Schema> schema(long oid) {
        return Optional.ofNullable(schemasByOid.get(oid));
    }

    /// Returns the name of a schema; empty text when there is none.
    public String schemaName(long oid) {
        return schema(oid).map(Schema::name).orElse("");
    }

    /// Returns all relations, those of the system excepted.
    public Collection<Relation> relations() {
        return Collections.unmodifiableCollection(relations.values());
    }

    public Optional<Relation> relation(long oid) {
        return objects.get(oid) instanceof Relation relation
                ? Optional.of(relation)
                : Optional.empty();
    }

    public Optional<Relation> relation(long schemaOid, String name) {
        return Optional.ofNullable(relations.get(new Key(schemaOid, name)));
    }

    /// Looks a relation up.
    ///
    /// @param path the name's parts; the schema before the last, if given
    public Optional<Relation> relation(SearchPath searchPath, List<String> path) {
        if (searchPath.given(path).isPresent()) {
            return Optional.empty();
        }
        String name = path.getLast();
        for (String schemaName : schemaNames(searchPath, path)) {
            if (schemaName.equals("pg_catalog")
                    && systemTables.find(schemaName, name).isPresent()) {
                return Optional.empty();
            }
            Optional<Relation> found =
                    schema(schemaName).flatMap(schema -> relation(schema.oid(), name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Looks a table of the system up that no relation of an earlier schema hides.
    public Optional<SystemTable> systemTable(SearchPath searchPath, List<String> path) {
        Optional<SystemTable> given = searchPath.given(path);
        if (given.isPresent()) {
            return given;
        }
        String name = path.getLast();
        for (String schemaName : schemaNames(searchPath, path)) {
            Optional<SystemTable> found = systemTables.find(schemaName, name);
            if (found.isPresent()) {
                return found;
            }
            if (schema(schemaName).flatMap(schema -> relation(schema.oid(), name)).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<String> schemaNames(SearchPath searchPath, List<String> path) {
        return path.size() > 1
                ? List.of(searchPath.resolve(path.get(path.size() - 2)))
                : searchPath.effective();
    }

    /// Returns the indexes of a table, that of the primary key included.
    public List<Index> indexes(long tableOid) {
        return Collections.unmodifiableList(indexes.getOrDefault(tableOid, List.of()));
    }

    /// Returns the triggers of a table or view, in the order in which they fire.
    public List<Trigger> triggers(long relationOid) {
        return Collections.unmodifiableList(triggers.getOrDefault(relationOid, List.of()));
    }

    /// Returns the partitions of a table, without theirs, oldest first.
    public List<Table> partitions(long tableOid) {
        return Collections.unmodifiableList(partitions.getOrDefault(tableOid, List.of()));
    }

    /// Returns the tables that hold the rows of a table: its partitions, and in place of those that
    /// are partitioned themselves, theirs; the table alone when it is not partitioned.
    public List<Table> leaves(Table table) {
        if (!table.isPartitioned()) {
            return List.of(table);
        }
        return partitions(table.oid()).stream().flatMap(each -> leaves(each).stream()).toList();
    }

    /// Returns the table that a table is a partition of; empty when it is none.
    public Optional<Table> parent(Table table) {
        return table.parentOid().flatMap(this::relation).map(Table.class::cast);
    }

    /// Returns the tables with foreign keys to a table, perhaps itself.
    public List<Table> referencing(long tableOid) {
        return Collections.unmodifiableList(referencing.getOrDefault(tableOid, List.of()));
    }

    /// Returns the tables with foreign keys to the rows of a table: to itself, or to a table of
    /// which it is a partition.
    public List<Table> referencingRows(Table table) {
        var all = new ArrayList<Table>(referencing(table.oid()));
        parent(table)
                .ifPresent(above -> {
                    for (Table each : referencingRows(above)) {
                        if (!all.contains(each)) {
                            all.add(each);
                        }
                    }
                });
        return all;
    }

    /// Returns whether a foreign key is to the rows of a table, as [#referencingRows].
    public boolean isReferenced(Table table, long referencedOid) {
        return table.oid() == referencedOid
                || parent(table).filter(above -> isReferenced(above, referencedOid)).isPresent();
    }

    /// Returns a type that was made by a statement.
    public Optional<UserType> userType(long oid) {
        return objects.get(oid) instanceof UserType type ? Optional.of(type) : Optional.empty();
    }

    /// Returns the relation whose rows have a type.
    public Optional<Relation> relationOfRowType(long typeOid) {
        return Optional.ofNullable(rowTypeRelations.get(typeOid));
    }

    /// Returns the fields of a composite type, or of the rows of a relation, in order; none when
    /// the type is neither.
    public List<TableColumn> fields(DataType type) {
        return objects.get((long) type.oid()) instanceof UserType.Composite composite
                ? composite.columns()
                : relationOfRowType(type.oid()).map(Relation::columns).orElse(List.of());
    }

    /// Returns a type, built in or not.
    public Optional<DataType> type(long oid) {
        Optional<DataType> builtIn = DataType.builtIn((int) oid);
        return builtIn.isPresent() ? builtIn : Optional.ofNullable(typesByOid.get(oid));
    }

    /// Looks a type up by its name in `pg_type`.
    public Optional<DataType> type(SearchPath searchPath, List<String> path) {
        String name = path.getLast();
        for (String schemaName : schemaNames(searchPath, path)) {
            Optional<DataType> found =
                    schemaName.equals("pg_catalog")
                            ? DataType.builtIn(name)
                            : schema(schemaName)
                                    .map(schema -> types.get(new Key(schema.oid(), name)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Returns the schema that a type made by a statement is in, 0 when there is no such type.
    public long typeSchema(DataType type) {
        return typeSchemas.getOrDefault((long) type.oid(), 0L);
    }

    /// Returns whether no new type can have a name: the names of arrays can be had.
    public boolean isTypeNameTaken(long schemaOid, String name) {
        return type(schemaOid, name).filter(type -> !type.isArray()).isPresent();
    }

    /// Returns a type by schema and name.
    public Optional<DataType> type(long schemaOid, String name) {
        return Optional.ofNullable(types.get(new Key(schemaOid, name)));
    }

    /// Returns the base of a domain, and of its base, until it is no domain; the type itself when
    /// it is none.
    public DataType baseType(DataType type) {
        DataType base = type;
        while (objects.get((long) base.oid()) instanceof UserType.Domain domain) {
            base = domain.base();
        }
        return base;
    }

    /// Returns the modifier that a type of values has by its domains; the given one when the type
    /// is no domain.
    public int baseModifier(DataType type, int modifier) {
        int found = modifier;
        DataType base = type;
        while (objects.get((long) base.oid()) instanceof UserType.Domain domain) {
            found = domain.modifier();
            base = domain.base();
        }
        return found;
    }

    /// Returns the types of the columns of a composite type; empty when it is none.
    public List<DataType> columnTypes(DataType type) {
        List<TableColumn> columns =
                objects.get((long) type.oid()) instanceof UserType.Composite composite
                        ? composite.columns()
                        : relationOfRowType(type.oid()).map(Relation::columns).orElse(List.of());
        return columns.stream().map(TableColumn::type).toList();
    }

    /// Returns the routines of a name that the search path reaches, nearest schema first.
    public List<Routine> routines(SearchPath searchPath, List<String> path) {
        List<Routine> named = routines.getOrDefault(path.getLast(), List.of());
        if (named.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Routine>();
        for (String schemaName : schemaNames(searchPath, path)) {
            if (path.size() == 1 && schemaName.equals(searchPath.temporary())) {
                continue; // Functions there must be named with the schema.
            }
            schema(schemaName)
                    .ifPresent(schema ->
                            named.stream()
                                    .filter(each -> each.schemaOid() == schema.oid())
                                    .forEach(found::add));
        }
        return found;
    }

    public Optional<Role> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    public Optional<Role> role(long oid) {
        return Optional.ofNullable(rolesByOid.get(oid));
    }

    /// Returns all roles.
    public Collection<Role> roles() {
        return Collections.unmodifiableCollection(roles.values());
    }

    /// Returns the cast that CREATE CAST made between two types.
    public Optional<UserCast> cast(DataType source, DataType target) {
        return casts.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(casts.get(new CastKey(source.oid(), target.oid())));
    }

    /// Returns the casts that CREATE CAST made.
    public Collection<UserCast> casts() {
        return Collections.unmodifiableCollection(casts.values());
    }

    /// Returns an extension that the database has.
    public Optional<Extension> extension(String name) {
        return extensions().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// Returns the extensions that the database has, PL/pgSQL first.
    public List<Extension> extensions() {
        var all = new ArrayList<Extension>();
        all.add(Extension.plpgsql());
        for (CatalogObject each : objects.values()) {
            if (each instanceof Extension extension) {
                all.add(extension);
            }
        }
        return all;
    }

    /// Returns the database.
    public DatabaseEntry database() {
        return objects.get(DatabaseEntry.OID) instanceof DatabaseEntry entry
                ? entry
                : DatabaseEntry.untouched();
    }

    /// Returns all that ALTER DEFAULT PRIVILEGES has said.
    public List<DefaultPrivileges> defaultPrivileges() {
        return Collections.unmodifiableList(defaultPrivileges);
    }

    /// Returns the comment on an object.
    public Optional<Comment> comment(long classOid, long objectOid, int columnNumber) {
        return Optional.ofNullable(comments.get(new CommentKey(classOid, objectOid, columnNumber)));
    }
}
