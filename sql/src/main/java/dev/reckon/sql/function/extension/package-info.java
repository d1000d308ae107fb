/// What the functions of extensions compute: those of `uuid-ossp` and `pgcrypto`.
///
/// In: the symbol that a function has in its extension's library. Out: its kernel, or nothing for a
/// function that is only known by name. Which functions an extension has is in `sql.catalog`.
@NullMarked
package dev.reckon.sql.function.extension;

import org.jspecify.annotations.NullMarked;
