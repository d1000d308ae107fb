package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Looks up catalog objects for functions and for the reg* types. Immutable; safe for many threads.
public interface Names {
    /// Returns the oid of a relation.
    ///
    /// @param path the name's parts, unquoted, the schema first when given; the search path is used
    ///   otherwise
    Optional<Long> relationOid(List<String> path);

    /// Returns a relation's name as regclass prints it: with its schema when that is needed, quoted
    /// when that is needed.
    Optional<String> relationName(long oid);

    /// Returns a type, built in or made by CREATE TYPE or CREATE DOMAIN.
    Optional<DataType> type(long oid);

    /// Returns a type by its name in `pg_type` or its SQL name.
    Optional<DataType> type(List<String> path);

    /// Returns a type without its domains.
    default DataType baseType(DataType type) {
        return type;
    }

    /// Returns the modifier that a type has by its domains; the given one when it is no domain.
    default int baseModifier(DataType type, int modifier) {
        return modifier;
    }

    /// Returns the fields of a composite type in order; none when the type is not composite.
    default List<Field> fields(DataType type) {
        return List.of();
    }

    /// A field of a composite type.
    record Field(String name, DataType type, int modifier) {}

    /// Returns the multirange of a range.
    default Optional<DataType> multirange(DataType range) {
        return DataType.builtInMultirange(range);
    }

    /// Returns where a cast through the text form that CREATE CAST made can be used, as the letter
    /// in `pg_cast.castcontext`; empty when there is none.
    default Optional<Character> textCast(DataType source, DataType target) {
        return Optional.empty();
    }

    Optional<Long> schemaOid(String name);

    Optional<String> schemaName(long oid);

    Optional<Long> roleOid(String name);

    Optional<String> roleName(long oid);

    /// Returns an enum's labels in order; empty when the type is no enum.
    List<EnumLabel> enumLabels(DataType type);

    /// A label of an enum.
    ///
    /// @param code what a value of the enum is held as; in order
    record EnumLabel(int code, String text) {}

    /// Returns the label that a value of an enum has.
    default String enumLabel(DataType type, long code) {
        for (EnumLabel label : enumLabels(type)) {
            if (label.code == code) {
                return label.text;
            }
        }
        throw new IllegalArgumentException("no label " + code + " of " + type);
    }

    /// Returns a function's name as regproc prints it.
    default Optional<String> functionName(long oid) {
        return Optional.empty();
    }

    /// Returns a function as regprocedure prints it: `lower(text)`.
    default Optional<String> functionSignature(long oid) {
        return Optional.empty();
    }

    /// Returns the oid of the only function of a name.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42725 when there are several
    default Optional<Long> functionOid(List<String> path) {
        return Optional.empty();
    }

    /// Returns the oid of a function as regprocedure reads it: `lower(text)`.
    default Optional<Long> functionOidOfSignature(String signature) {
        return Optional.empty();
    }

    /// Returns an operator's symbol as regoper prints it.
    default Optional<String> operatorName(long oid) {
        return Optional.empty();
    }

    /// Returns an operator as regoperator prints it: `+(integer,integer)`.
    default Optional<String> operatorSignature(long oid) {
        return Optional.empty();
    }

    /// Returns the oid of the only operator of a symbol.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42725 when there are several
    default Optional<Long> operatorOid(String symbol) {
        return Optional.empty();
    }

    /// Returns the oid of an operator as regoperator reads it.
    default Optional<Long> operatorOidOfSignature(String signature) {
        return Optional.empty();
    }

    /// Returns part of the SQL that makes an object; empty when there is no such object.
    ///
    /// @param number of the column or argument, from 1; 0 for the whole
    /// @param pretty whether parentheses and schemas that change nothing are left out
    default Optional<String> definition(DefinitionPart part, long oid, int number, boolean pretty) {
        return Optional.empty();
    }

    /// Returns an expression of a definition as this session sees its names.
    ///
    /// @param stored as the catalogs keep it
    /// @param pretty whether parentheses that change nothing are left out
    default String expression(String stored, boolean pretty) {
        return stored;
    }

    /// Returns a type's SQL name: with its schema when that is needed, quoted when that is needed.
    default String typeName(DataType type) {
        return type.sqlName();
    }

    /// Returns the name of the schema of a type.
    default Optional<String> typeSchema(DataType type) {
        return Optional.empty();
    }

    /// Returns the comment on an object.
    ///
    /// @param catalog the name of the system catalog that holds the object; empty for any
    /// @param number of the column, 0 for the object itself
    default Optional<String> comment(String catalog, long oid, int number) {
        return Optional.empty();
    }

    /// Returns whether a relation, type or function can be named without its schema; empty when
    /// there is none with that oid.
    default Optional<Boolean> isVisible(long oid) {
        return Optional.empty();
    }

    /// Returns the schemas of the search path that exist.
    ///
    /// @param implicit whether those that are searched without being named count
    default List<String> searchPath(boolean implicit) {
        return List.of("public");
    }

    /// Returns whether a role may do something with an object; empty when there is no such column.
    ///
    /// @param number of the column, 0 for the whole object, -1 for any column
    /// @param privilege a letter as in an `aclitem`
    /// @param option whether the role must be able to grant it on
    default Optional<Boolean> hasPrivilege(
            String role, long oid, int number, char privilege, boolean option) {
        return Optional.of(true);
    }

    /// Returns whether a role belongs to another, or has its privileges without SET ROLE.
    default boolean isMember(String role, long roleOid, boolean inherited) {
        return true;
    }

    /// Returns whether a role may make others members of a role.
    default boolean isAdministrator(String role, long roleOid) {
        return true;
    }

    /// Returns what can be done with the rows of a relation: 4 for UPDATE, 8 for INSERT, 16 for
    /// DELETE, added up.
    ///
    /// @param number of the column that is to be changed, 0 for any
    default int changes(long relationOid, int number) {
        return 0;
    }

    /// Returns a partition, its parent, and so on up to the root; the same of indexes. Empty when
    /// the relation has nothing to do with partitions.
    default List<Long> partitionAncestors(long oid) {
        return List.of();
    }

    /// Returns the tables or indexes below a partitioned one, itself first.
    default List<PartitionNode> partitionTree(long oid) {
        return List.of();
    }

    /// A table or index in a tree of partitions.
    ///
    /// @param parentOid 0 at the top of all
    /// @param level how far it is from where the tree was asked for
    record PartitionNode(long oid, long parentOid, boolean isLeaf, int level) {}

    /// Returns the indexes of a table.
    default List<Long> indexOids(long tableOid) {
        return List.of();
    }

    /// Returns whether a relation is a sequence.
    default boolean isSequence(long relationOid) {
        return false;
    }

    /// Returns the number of a relation's column.
    default Optional<Integer> columnNumber(long relationOid, String name) {
        return Optional.empty();
    }

    /// Returns the oid of the schema of the session's temporary tables; 0 when there is none.
    default long temporarySchemaOid() {
        return 0;
    }

    /// Returns whether a schema holds the temporary tables of another session.
    default boolean isOtherTemporarySchema(long oid) {
        return false;
    }

    /// What [#definition] gives.
    enum DefinitionPart {
        INDEX,
        CONSTRAINT,
        VIEW,
        TRIGGER,
        FUNCTION,
        FUNCTION_BODY,
        FUNCTION_ARGUMENTS,
        FUNCTION_IDENTITY_ARGUMENTS,
        /// The default of one parameter, by its number among all.
        FUNCTION_ARGUMENT_DEFAULT,
        FUNCTION_RESULT,
        /// The sequence that a serial or identity column of a table draws from.
        SERIAL_SEQUENCE,
        PARTITION_KEY,
        PARTITION_CONDITION
    }
}
