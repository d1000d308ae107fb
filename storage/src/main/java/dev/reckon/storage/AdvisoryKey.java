package dev.reckon.storage;

/// What an advisory lock locks: a number of 64 bits, or two of 32, which are kept apart from it.
///
/// @param number the number, or the first of two in the upper half and the second in the lower
/// @param isPair whether it is made of two
public record AdvisoryKey(long number, boolean isPair) {}
