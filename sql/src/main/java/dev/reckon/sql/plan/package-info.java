/// What is to be computed, as data: the algebra between binder, optimizer and executor.
///
/// In: nothing but types, functions and schemas. Out: trees of [Plan] over [Scalar], immutable, in
/// which columns go by ids that are unique in a statement, so that rewriting renumbers nothing.
@NullMarked
package dev.reckon.sql.plan;

import org.jspecify.annotations.NullMarked;
