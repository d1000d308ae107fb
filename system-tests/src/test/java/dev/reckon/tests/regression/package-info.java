/// PostgreSQL's own regression files, statement by statement, on PostgreSQL and on Reckon. The
/// files are not part of this project: `./dev regression DIR` takes them from PostgreSQL's source
/// tree.
@NullMarked
package dev.reckon.tests.regression;

import org.jspecify.annotations.NullMarked;
