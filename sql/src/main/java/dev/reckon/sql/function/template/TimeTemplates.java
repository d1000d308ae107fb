package dev.reckon.sql.function.template;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;

/// Dates and times by a template of the SQL standard, which says by its fields of which type they
/// are: for `datetime(template)` of jsonpath.
public final class TimeTemplates {
    private TimeTemplates() {}

    /// A value that was read.
    ///
    /// @param type date, time, timetz, timestamp or timestamptz
    /// @param zoneSeconds east of UTC, of the types with a zone
    public record Moment(DataType type, Value value, int zoneSeconds) {}

    /// Checks a template.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22007 when it has other text than
    ///   separators and what is quoted
    public static void requireStandard(String template) {
        TimeFromChar.requireStandard(template);
    }

    /// Reads a text by a template.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22007, 22008, 0A000
    public static Moment read(String text, String template) {
        TimeFromChar.Moment read = TimeFromChar.moment(text, template);
        int zone = read.zoneSeconds();
        if (!read.timed()) {
            return new Moment(DataType.DATE, new Value.Int(read.days()), 0);
        }
        if (!read.dated()) {
            return read.zoned()
                    ? new Moment(DataType.TIMETZ, new Value.TimeTz(read.micros(), -zone), 0)
                    : new Moment(DataType.TIME, new Value.Int(read.micros()), 0);
        }
        long local = read.days() * Calendar.MICROS_PER_DAY + read.micros();
        return read.zoned()
                ? new Moment(
                        DataType.TIMESTAMPTZ,
                        new Value.Int(
                                Calendar.checkTimestamp(local - zone * Calendar.MICROS_PER_SECOND)),
                        zone)
                : new Moment(DataType.TIMESTAMP, new Value.Int(Calendar.checkTimestamp(local)), 0);
    }
}
