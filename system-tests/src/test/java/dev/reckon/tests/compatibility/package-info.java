/// What of PostgreSQL is offered, found out by asking: `docs/compatibility.md` is made here.
///
/// In: statements for each feature and command, and the names of functions, in the order of
/// PostgreSQL's manual. Out: the page, and a test that it says what the server does.
@NullMarked
package dev.reckon.tests.compatibility;

import org.jspecify.annotations.NullMarked;
