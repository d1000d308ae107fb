/// What the families of functions are written with: a cursor over argument vectors, adapters from
/// functions of one row to kernels, and the names by which the catalog finds them.
///
/// In: lambdas and loops. Out: kernels.
@NullMarked
package dev.reckon.sql.function.kernel;

import org.jspecify.annotations.NullMarked;
