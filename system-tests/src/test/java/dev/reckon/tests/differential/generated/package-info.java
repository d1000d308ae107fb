/// Statements made at random from a seed, run on PostgreSQL and on Reckon, and compared.
///
/// In: a seed and a number of statements. Out: each [Comparison.Difference] with what replays it. A
/// run is a row of worlds; a [World] is a set of tables with data and a row of statements, all
/// derived from its own seed, so that any statement is found again from `seed`, `world` and its
/// number. [ExpressionMaker] makes expressions of a wanted [Kind] from what PostgreSQL's catalogs
/// say ([Catalogue]), [QueryMaker] and [ChangeMaker] make statements of them, [DefinitionMaker]
/// definitions, [WirePeer] runs one, [Judge] compares, [Shrinker] makes a failing statement
/// smaller.
@NullMarked
package dev.reckon.tests.differential.generated;

import org.jspecify.annotations.NullMarked;
