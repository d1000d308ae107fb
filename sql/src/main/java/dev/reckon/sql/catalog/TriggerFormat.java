package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;

/// Triggers as bytes, after what [DefinitionFormat] writes of every object: the relation's and the
/// function's oid, the timing by name, for each row or not, the operations by name, the numbers of
/// the columns of UPDATE OF, the arguments, the condition in its resolved form, the names of the
/// old and the new transition table, when it is enabled by name, and of a constraint trigger its
/// oid, whether it is deferrable and initially deferred, and the oid of the other table or 0.
final class TriggerFormat {
    private TriggerFormat() {}

    static void write(DefinitionWriter writer, Trigger trigger) {
        writer.writeLong(trigger.relationOid());
        writer.writeLong(trigger.routineOid());
        writer.writeEnum(trigger.timing());
        writer.writeBoolean(trigger.forEachRow());
        writer.writeList(trigger.operations(), writer::writeEnum);
        writer.writeList(trigger.columns(), column -> writer.writeLong(column));
        writer.writeList(trigger.arguments(), writer::writeText);
        writer.writeOptional(trigger.condition(), writer::writeText);
        writer.writeOptional(trigger.oldTable(), writer::writeText);
        writer.writeOptional(trigger.newTable(), writer::writeText);
        writer.writeEnum(trigger.enabling());
        writer.writeOptional(
                trigger.constraint(),
                constraint -> {
                    writer.writeLong(constraint.oid());
                    writer.writeBoolean(constraint.deferrable());
                    writer.writeBoolean(constraint.initiallyDeferred());
                    writer.writeLong(constraint.fromOid());
                });
    }

    static Trigger read(DefinitionReader reader, Header header) {
        return new Trigger(
                header,
                reader.readLong(),
                reader.readLong(),
                reader.readEnum(TriggerTiming.class),
                reader.readBoolean(),
                reader.readList(() -> reader.readEnum(TriggerOperation.class)),
                reader.readList(reader::readInt),
                reader.readList(reader::readText),
                reader.readOptional(reader::readText),
                reader.readOptional(reader::readText),
                reader.readOptional(reader::readText),
                reader.readEnum(Trigger.Enabling.class),
                reader.readOptional(() ->
                        new Trigger.Deferral(
                                reader.readLong(),
                                reader.readBoolean(),
                                reader.readBoolean(),
                                reader.readLong())));
    }
}
