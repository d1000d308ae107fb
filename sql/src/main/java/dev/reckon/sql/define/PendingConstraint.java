package dev.reckon.sql.define;

import dev.reckon.sql.ast.TableElement;
import java.util.Optional;

/// A constraint that is to be added.
///
/// @param column the column at which it was written; absent for one on the table
record PendingConstraint(TableElement.Constraint constraint, Optional<String> column) {}
