package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names behind oids, as a session with a search path sees them.
public record CatalogNames(Catalog catalog, SearchPath searchPath) implements Names {
    private static final Set<String> SECRET_TABLES =
            Set.of(
                    "pg_authid",
                    "pg_shadow",
                    "pg_statistic",
                    "pg_user_mapping",
                    "pg_subscription",
                    "pg_largeobject");

    @Override
    public Optional<Long> relationOid(List<String> path) {
        Optional<SystemTable> system = catalog.systemTable(searchPath, path);
        return system.isPresent()
                ? system.map(table -> (long) table.oid())
                : catalog.relation(searchPath, path).map(Relation::oid);
    }

    @Override
    public Optional<String> relationName(long oid) {
        Optional<Relation> relation = catalog.relation(oid);
        if (relation.isPresent()) {
            String name = relation.get().name();
            boolean visible =
                    catalog.relation(searchPath, List.of(name))
                            .filter(found -> found.oid() == oid)
                            .isPresent();
            String quoted = Identifiers.quote(name);
            String schema = catalog.schemaName(relation.get().schemaOid());
            return Optional.of(visible ? quoted : Identifiers.quote(schema) + "." + quoted);
        }
        for (SystemTable table : catalog.systemTables().all()) {
            if (table.oid() == oid) {
                boolean visible = table.schema().equals("pg_catalog");
                return Optional.of(visible ? table.name() : table.schema() + "." + table.name());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<DataType> type(long oid) {
        return catalog.type(oid);
    }

    @Override
    public Optional<DataType> type(List<String> path) {
        Optional<DataType> byName = catalog.type(searchPath, path);
        if (byName.isPresent() || path.size() > 1) {
            return byName;
        }
        return DataType.builtIns().stream()
                .filter(type -> type.sqlName().equals(path.getLast()))
                .findFirst();
    }

    @Override
    public DataType baseType(DataType type) {
        return catalog.baseType(type);
    }

    @Override
    public int baseModifier(DataType type, int modifier) {
        return catalog.baseModifier(type, modifier);
    }

    @Override
    public List<Field> fields(DataType type) {
        return catalog.fields(type).stream()
                .map(column -> new Field(column.name(), column.type(), column.modifier()))
                .toList();
    }

    @Override
    public Optional<DataType> multirange(DataType range) {
        return catalog.userType(range.oid()).orElse(null) instanceof UserType.Range own
                ? Optional.of(own.multirangeType())
                : DataType.builtInMultirange(range);
    }

    @Override
    public Optional<Character> textCast(DataType source, DataType target) {
        return catalog.cast(source, target).map(cast -> cast.context().letter());
    }

    @Override
    public Optional<Long> schemaOid(String name) {
        return catalog.schema(searchPath.resolve(name)).map(Schema::oid);
    }

    @Override
    public Optional<String> schemaName(long oid) {
        return catalog.schema(oid).map(Schema::name);
    }

    @Override
    public Optional<Long> roleOid(String name) {
        return catalog.role(name).map(Role::oid);
    }

    @Override
    public Optional<String> roleName(long oid) {
        return catalog.role(oid).map(Role::name);
    }

    @Override
    public List<EnumLabel> enumLabels(DataType type) {
        DataType base = catalog.baseType(type);
        return catalog.userType(base.oid()).orElse(null) instanceof UserType.Enumeration labels
                ? labels.labels().stream()
                        .map(label -> new EnumLabel(label.code(), label.text()))
                        .toList()
                : List.of();
    }

    private FunctionNames functions() {
        return new FunctionNames(catalog, searchPath, this);
    }

    @Override
    public Optional<String> functionName(long oid) {
        return functions().name(oid);
    }

    @Override
    public Optional<String> functionSignature(long oid) {
        return functions().signature(oid);
    }

    @Override
    public Optional<Long> functionOid(List<String> path) {
        return functions().oid(path);
    }

    @Override
    public Optional<Long> functionOidOfSignature(String signature) {
        return functions().oidOfSignature(signature);
    }

    @Override
    public Optional<String> operatorName(long oid) {
        return functions().operatorName(oid);
    }

    @Override
    public Optional<String> operatorSignature(long oid) {
        return functions().operatorSignature(oid);
    }

    @Override
    public Optional<Long> operatorOid(String symbol) {
        return functions().operatorOid(symbol);
    }

    @Override
    public Optional<Long> operatorOidOfSignature(String signature) {
        return functions().operatorOidOfSignature(signature);
    }

    @Override
    public Optional<String> definition(DefinitionPart part, long oid, int number, boolean pretty) {
        Optional<CatalogObject> object = catalog.object(oid);
        var text = new ObjectText(this, pretty);
        return switch (part) {
            case INDEX ->
                    object.filter(Index.class::isInstance)
                            .map(Index.class::cast)
                            .map(index ->
                                    number == 0
                                            ? text.index(index)
                                            : text.indexColumn(index, number));
            case CONSTRAINT -> constraint(oid, text);
            case VIEW ->
                    object.flatMap(each ->
                            switch (each) {
                                case View view -> Optional.of(text.query(view, view.definition()));
                                case Table table ->
                                        table.definition().map(kept -> text.query(table, kept));
                                default -> Optional.empty();
                            });
            case TRIGGER ->
                    object.filter(Trigger.class::isInstance)
                            .map(each -> new TriggerText(text).definition((Trigger) each));
            case FUNCTION ->
                    routine(object).map(routine -> new RoutineText(this).definition(routine));
            case FUNCTION_BODY ->
                    routine(object)
                            .filter(routine -> routine.traits().standardBody())
                            .map(new RoutineText(this)::standardBody);
            case FUNCTION_ARGUMENTS ->
                    routine(object)
                            .map(new RoutineText(this)::arguments)
                            .or(() -> builtIn(oid).map(new RoutineText(this)::arguments));
            case FUNCTION_IDENTITY_ARGUMENTS ->
                    routine(object)
                            .map(new RoutineText(this)::identityArguments)
                            .or(() -> builtIn(oid).map(new RoutineText(this)::arguments));
            case FUNCTION_ARGUMENT_DEFAULT ->
                    routine(object)
                            .flatMap(routine -> new RoutineText(this).defaultOf(routine, number))
                            .or(() ->
                                    builtIn(oid)
                                            .flatMap(
                                                    entry -> RoutineText.defaultOf(entry, number)));
            case FUNCTION_RESULT ->
                    routine(object)
                            .filter(routine -> !routine.procedure())
                            .map(new RoutineText(this)::result)
                            .or(() -> builtIn(oid).map(new RoutineText(this)::result));
            case SERIAL_SEQUENCE -> serialSequence(oid, number);
            case PARTITION_KEY ->
                    object.filter(Table.class::isInstance)
                            .map(Table.class::cast)
                            .filter(Table::isPartitioned)
                            .map(text::partitionKey);
            case PARTITION_CONDITION ->
                    object.filter(Table.class::isInstance)
                            .map(Table.class::cast)
                            .flatMap(table -> PartitionText.shown(table, this));
        };
    }

    @Override
    public long temporarySchemaOid() {
        return catalog.schema(searchPath.temporary()).map(Schema::oid).orElse(0L);
    }

    @Override
    public boolean isOtherTemporarySchema(long oid) {
        return oid != temporarySchemaOid()
                && catalog.schemaName(oid).startsWith(Schema.TEMPORARY_PREFIX);
    }

    @Override
    public String expression(String stored, boolean pretty) {
        return new ObjectText(this, pretty).expression(stored);
    }

    @Override
    public String typeName(DataType type) {
        if (DataType.builtIn(type.oid()).isPresent()) {
            return type.sqlName();
        }
        if (type.isArray() && type.name().startsWith("_")) {
            return catalog.type(type.elementOid()).map(this::typeName).orElse(type.sqlName())
                    + "[]";
        }
        boolean visible =
                catalog.type(searchPath, List.of(type.name()))
                        .filter(found -> found.oid() == type.oid())
                        .isPresent();
        String schema = catalog.schemaName(catalog.typeSchema(type));
        String name = Identifiers.quote(type.name());
        return visible || schema.isEmpty() ? name : Identifiers.quote(schema) + "." + name;
    }

    @Override
    public Optional<String> typeSchema(DataType type) {
        return Optional.of(catalog.schemaName(catalog.typeSchema(type)));
    }

    private static Optional<FunctionEntry> builtIn(long oid) {
        return FunctionCatalog.builtInFunction((int) oid);
    }

    private static Optional<Routine> routine(Optional<CatalogObject> object) {
        return object.filter(Routine.class::isInstance).map(Routine.class::cast);
    }

    private Optional<String> constraint(long oid, ObjectText text) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                for (Constraint constraint : table.constraints()) {
                    if (constraint.oid() == oid) {
                        return Optional.of(text.constraint(constraint, table));
                    }
                }
            }
        }
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof UserType.Domain domain) {
                for (UserType.DomainConstraint constraint : domain.constraints()) {
                    if (constraint.oid() == oid) {
                        return Optional.of(text.check(constraint));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> serialSequence(long tableOid, int columnNumber) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Sequence sequence
                    && sequence.ownerTableOid() == tableOid
                    && sequence.ownerColumn() == columnNumber) {
                return Optional.of(
                        Identifiers.quote(catalog.schemaName(sequence.schemaOid()))
                                + "."
                                + Identifiers.quote(sequence.name()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> comment(String systemCatalog, long oid, int number) {
        Optional<Comment> known =
                systemCatalog.isEmpty()
                        ? catalog.objects().stream()
                                .filter(Comment.class::isInstance)
                                .map(Comment.class::cast)
                                .filter(comment ->
                                        comment.objectOid() == oid
                                                && comment.columnNumber() == number)
                                .findFirst()
                        : catalog.systemTables()
                                .find("pg_catalog", systemCatalog)
                                .flatMap(table -> catalog.comment(table.oid(), oid, number));
        if (known.isEmpty() && oid == Schema.PUBLIC_OID && systemCatalog.equals("pg_namespace")) {
            return Optional.of("standard public schema");
        }
        return known.map(Comment::text).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<Boolean> isVisible(long oid) {
        Optional<CatalogObject> object = catalog.object(oid);
        if (object.isPresent()) {
            CatalogObject found = object.get();
            List<String> path = List.of(found.name());
            return Optional.of(
                    switch (found) {
                        case Relation relation ->
                                catalog.relation(searchPath, path)
                                        .filter(each -> each.oid() == relation.oid())
                                        .isPresent();
                        case UserType type ->
                                catalog.type(searchPath, path)
                                        .filter(each -> each.oid() == type.oid())
                                        .isPresent();
                        default ->
                                searchPath
                                        .effective()
                                        .contains(catalog.schemaName(found.schemaOid()));
                    });
        }
        if (DataType.builtIn((int) oid).isPresent()) {
            return Optional.of(true);
        }
        return catalog.systemTables().all().stream()
                .filter(table -> table.oid() == oid)
                .map(table -> searchPath.effective().contains(table.schema()))
                .findFirst()
                .or(() -> catalog.type(oid).map(_ -> true));
    }

    @Override
    public List<String> searchPath(boolean implicit) {
        List<String> schemas =
                implicit
                        ? searchPath.effective()
                        : searchPath.schemas().stream().map(searchPath::resolve).toList();
        return schemas.stream().filter(name -> catalog.schema(name).isPresent()).toList();
    }

    @Override
    public Optional<Boolean> hasPrivilege(
            String role, long oid, int number, char privilege, boolean option) {
        Rights rights =
                role.equals("public") ? Rights.ofEverybody(catalog) : Rights.of(catalog, role);
        Optional<CatalogObject> object =
                oid == DatabaseEntry.OID ? Optional.of(catalog.database()) : catalog.object(oid);
        if (object.isEmpty()) {
            return mayUseSystem(oid, number, privilege, rights);
        }
        if (number == 0) {
            return Optional.of(
                    option
                            ? rights.mayGrant(object.get(), privilege)
                            : rights.may(object.get(), privilege));
        }
        if (!(object.get() instanceof Relation relation)) {
            return Optional.empty();
        }
        for (TableColumn column : relation.columns()) {
            if (column.number() == number || number < 0) {
                boolean has =
                        option
                                ? rights.mayGrant(relation, column, privilege)
                                : rights.may(relation, column, privilege);
                if (has || number > 0) {
                    return Optional.of(has);
                }
            }
        }
        return number < 0 ? Optional.of(false) : Optional.empty();
    }

    /// Everybody may read the system's tables, but for those that hold secrets, and use the rest of
    /// it.
    private Optional<Boolean> mayUseSystem(long oid, int number, char privilege, Rights rights) {
        Optional<SystemTable> table =
                catalog.systemTables().all().stream().filter(each -> each.oid() == oid).findFirst();
        if (table.isEmpty()) {
            return Optional.of(true);
        }
        if (number > table.get().columns().size()) {
            return Optional.empty();
        }
        boolean open = privilege == 'r' && !SECRET_TABLES.contains(table.get().name());
        return Optional.of(open || rights.isSuperuser());
    }

    @Override
    public boolean isMember(String role, long roleOid, boolean inherited) {
        Optional<Role> known = catalog.role(role);
        return known.isEmpty()
                || known.get().superuser()
                || Rights.memberships(catalog, known.get(), inherited).contains(roleOid);
    }

    @Override
    public boolean isAdministrator(String role, long roleOid) {
        Optional<Role> known = catalog.role(role);
        if (known.isEmpty() || known.get().superuser()) {
            return true;
        }
        return Rights.memberships(catalog, known.get(), false).stream()
                .map(catalog::role)
                .flatMap(Optional::stream)
                .flatMap(each -> each.memberOf().stream())
                .anyMatch(each -> each.admin() && each.roleOid() == roleOid);
    }

    @Override
    public int changes(long relationOid, int number) {
        Optional<Relation> relation = catalog.relation(relationOid);
        if (relation.isEmpty() || !ViewShape.isDeletable(relation.get(), catalog)) {
            return 0;
        }
        boolean updatable =
                number == 0
                        ? ViewShape.isUpdatable(relation.get(), catalog)
                        : ViewShape.tableColumn(relation.get(), number, catalog).isPresent();
        return updatable ? 4 + 8 + 16 : 16;
    }

    @Override
    public List<Long> partitionAncestors(long oid) {
        return new PartitionTree(catalog).ancestors(oid);
    }

    @Override
    public List<PartitionNode> partitionTree(long oid) {
        return new PartitionTree(catalog).below(oid);
    }

    @Override
    public List<Long> indexOids(long tableOid) {
        return catalog.indexes(tableOid).stream().map(Relation::oid).toList();
    }

    @Override
    public boolean isSequence(long relationOid) {
        return catalog.object(relationOid).orElse(null) instanceof Sequence;
    }

    @Override
    public Optional<Integer> columnNumber(long relationOid, String name) {
        return catalog.relation(relationOid)
                .flatMap(relation ->
                        relation.columns().stream()
                                .filter(column -> column.name().equals(name))
                                .map(TableColumn::number)
                                .findFirst())
                .or(() -> systemColumnNumber(relationOid, name));
    }

    private Optional<Integer> systemColumnNumber(long relationOid, String name) {
        return catalog.systemTables().all().stream()
                .filter(table -> table.oid() == relationOid)
                .findFirst()
                .flatMap(table -> {
                    for (int i = 0; i < table.columns().size(); i++) {
                        if (table.columns().get(i).name().equals(name)) {
                            return Optional.of(i + 1);
                        }
                    }
                    return Optional.empty();
                });
    }
}
