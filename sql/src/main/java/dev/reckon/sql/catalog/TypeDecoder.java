package dev.reckon.sql.catalog;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.HashMap;
import java.util.Map;

/// Finds types by oid while definitions are read, in whatever order they refer to each other. For
/// one thread.
final class TypeDecoder {
    private final Map<Long, byte[]> definitions = new HashMap<>();
    private final Map<Long, DataType> types = new HashMap<>();

    TypeDecoder(Map<Long, byte[]> all) {
        for (byte[] definition : all.values()) {
            for (long oid : DefinitionFormat.typeOids(definition)) {
                definitions.put(oid, definition);
            }
        }
        definitions.forEach(this::addOwn);
    }

    private void addOwn(long oid, byte[] definition) {
        if (types.containsKey(oid)) {
            return;
        }
        for (DataType type : DefinitionFormat.types(definition, this::type)) {
            types.put((long) type.oid(), type);
            if (type.arrayOid() != 0) {
                types.put((long) type.arrayOid(), type.newArray());
            }
        }
    }

    /// @throws DatabaseException XX001 when there is no such type
    DataType type(long oid) {
        DataType builtIn = DataType.builtIn((int) oid).orElse(null);
        if (builtIn != null) {
            return builtIn;
        }
        byte[] definition = definitions.get(oid);
        if (definition != null) {
            addOwn(oid, definition);
        }
        DataType type = types.get(oid);
        if (type == null) {
            throw new DatabaseException(
                    SqlState.DATA_CORRUPTED, "a definition refers to the unknown type " + oid);
        }
        return type;
    }
}
