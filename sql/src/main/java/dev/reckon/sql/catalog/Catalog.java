package dev.reckon.sql.catalog;

/// All objects that SQL names, as one snapshot has them. Immutable; safe for many threads.
public final class Catalog {}
