/// Regular expressions made by chance, on PostgreSQL and on Reckon.
@NullMarked
package dev.reckon.tests.differential.patterns;

import org.jspecify.annotations.NullMarked;
