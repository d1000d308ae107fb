/// Which function, operator or cast is meant: PostgreSQL's catalogs as data, and its rules of type
/// conversion.
///
/// In: names and argument types. Out: functions with their kernels, the types to convert the
/// arguments to, the result's type; or PostgreSQL's errors.
@NullMarked
package dev.reckon.sql.function.catalog;

import org.jspecify.annotations.NullMarked;
