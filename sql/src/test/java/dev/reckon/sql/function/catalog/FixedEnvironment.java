package dev.reckon.sql.function.catalog;

import dev.reckon.sql.format.calendar.NamedZone;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A session that stands still: 2024-01-15 12:00 UTC in Berlin, with the built-in types only.
final class FixedEnvironment implements Environment, Names {
    private static final long NOW = 758_635_200_000_000L;

    @Override
    public long transactionTimestamp() {
        return NOW;
    }

    @Override
    public long statementTimestamp() {
        return NOW;
    }

    @Override
    public long clockTimestamp() {
        return NOW;
    }

    @Override
    public Zone timeZone() {
        return new NamedZone(ZoneId.of("Europe/Berlin"));
    }

    @Override
    public String setting(String name) {
        return switch (name) {
            case "datestyle" -> "ISO, MDY";
            case "intervalstyle" -> "postgres";
            case "bytea_output" -> "hex";
            case "extra_float_digits" -> "1";
            default -> "";
        };
    }

    @Override
    public void set(String name, String value, boolean local) {}

    @Override
    public String currentUser() {
        return "postgres";
    }

    @Override
    public int backendProcessId() {
        return 1;
    }

    @Override
    public String currentDatabase() {
        return "postgres";
    }

    @Override
    public long nextValue(long sequenceOid) {
        return 1;
    }

    @Override
    public long nextIdentity(long sequenceOid) {
        return 1;
    }

    @Override
    public long currentValue(long sequenceOid) {
        return 1;
    }

    @Override
    public long lastValue() {
        return 1;
    }

    @Override
    public void setValue(long sequenceOid, long value, boolean called) {}

    @Override
    public Names names() {
        return this;
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public void seed(double seed) {}

    @Override
    public void checkCancelled() {}

    @Override
    public Optional<Long> relationOid(List<String> path) {
        return Optional.empty();
    }

    @Override
    public Optional<String> relationName(long oid) {
        return Optional.empty();
    }

    @Override
    public Optional<DataType> type(long oid) {
        return DataType.builtIn((int) oid);
    }

    @Override
    public Optional<DataType> type(List<String> path) {
        return DataType.builtIn(path.getLast());
    }

    @Override
    public Optional<Long> schemaOid(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> schemaName(long oid) {
        return Optional.empty();
    }

    @Override
    public Optional<Long> roleOid(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> roleName(long oid) {
        return Optional.empty();
    }

    @Override
    public List<EnumLabel> enumLabels(DataType type) {
        return List.of();
    }
}
