/// json and jsonb: building, taking apart, changing, searching with jsonpath.
///
/// In: texts of JSON and values of any type. Out: texts of JSON, values, sets of rows.
@NullMarked
package dev.reckon.sql.function.json;

import org.jspecify.annotations.NullMarked;
