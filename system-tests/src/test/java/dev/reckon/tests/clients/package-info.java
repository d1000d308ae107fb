/// Libraries that Java programs meet a database through, each on PostgreSQL and on Reckon, with one
/// story that must go the same way on both.
@NullMarked
package dev.reckon.tests.clients;

import org.jspecify.annotations.NullMarked;
