/// Passwords as roles keep them: a verifier that proves a password and does not contain it.
@NullMarked
package dev.reckon.sql.password;

import org.jspecify.annotations.NullMarked;
