/// SQL over HTTP as clients see it.
@NullMarked
package dev.reckon.tests.http;

import org.jspecify.annotations.NullMarked;
