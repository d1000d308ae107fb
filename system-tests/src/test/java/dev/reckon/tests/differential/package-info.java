/// The same statements on PostgreSQL and on Reckon.
@NullMarked
package dev.reckon.tests.differential;

import org.jspecify.annotations.NullMarked;
