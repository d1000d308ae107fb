package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Chooses among functions or operators of one name: steps 3 to 4 of PostgreSQL's sections
/// "Operators" and "Functions" of the chapter "Type Conversion".
record Overloads<T>(List<Candidate<T>> candidates, List<DataType> actual, Names names) {
    /// @param target what is chosen: a function with an argument mapping, or an operator
    /// @param types the declared types, one for each argument of the call
    record Candidate<T>(T target, List<DataType> types) {}

    /// Returns the candidates that remain: one when the choice succeeded, none when nothing fits,
    /// several when the call is ambiguous.
    List<Candidate<T>> choose() {
        List<Candidate<T>> fitting =
                candidates.stream()
                        .filter(candidate -> TypeRules.canPass(actual, candidate.types, names))
                        .toList();
        if (fitting.size() <= 1) {
            return fitting;
        }
        List<Candidate<T>> best = most(fitting, this::exactMatches);
        if (best.size() == 1) {
            return best;
        }
        best = most(best, this::exactOrPreferredMatches);
        if (best.size() == 1 || actual.stream().noneMatch(DataType.UNKNOWN::equals)) {
            return best;
        }
        best = byCategoryOfUnknowns(best);
        if (best.size() == 1) {
            return best;
        }
        return byTypeOfKnowns(best);
    }

    private List<Candidate<T>> most(List<Candidate<T>> from, ToIntFunction<Candidate<T>> matches) {
        int highest = from.stream().mapToInt(matches).max().orElse(0);
        return from.stream().filter(candidate -> matches.applyAsInt(candidate) == highest).toList();
    }

    private int exactMatches(Candidate<T> candidate) {
        int count = 0;
        for (int i = 0; i < actual.size(); i++) {
            if (!isUnknown(i) && candidate.types.get(i).equals(actual.get(i))) {
                count++;
            }
        }
        return count;
    }

    private int exactOrPreferredMatches(Candidate<T> candidate) {
        int count = 0;
        for (int i = 0; i < actual.size(); i++) {
            DataType type = candidate.types.get(i);
            if (!isUnknown(i)
                    && (type.equals(actual.get(i))
                            || (type.preferred() && type.category() == actual.get(i).category()))) {
                count++;
            }
        }
        return count;
    }

    private boolean isUnknown(int argument) {
        return actual.get(argument).equals(DataType.UNKNOWN);
    }

    /// At each unknown argument prefers the string category, else takes the one category that all
    /// candidates share; there prefers the preferred type.
    private List<Candidate<T>> byCategoryOfUnknowns(List<Candidate<T>> from) {
        TypeCategory[] categories = new TypeCategory[actual.size()];
        boolean[] hasPreferred = new boolean[actual.size()];
        for (int i = 0; i < actual.size(); i++) {
            if (!isUnknown(i)) {
                continue;
            }
            boolean first = true;
            boolean conflict = false;
            TypeCategory category = TypeCategory.UNKNOWN;
            boolean preferred = false;
            for (Candidate<T> candidate : from) {
                DataType type = candidate.types.get(i);
                if (first) {
                    category = type.category();
                    preferred = type.preferred();
                    first = false;
                } else if (type.category() == category) {
                    preferred |= type.preferred();
                } else if (type.category() == TypeCategory.STRING) {
                    category = TypeCategory.STRING;
                    preferred = type.preferred();
                } else if (category != TypeCategory.STRING) {
                    conflict = true;
                }
            }
            if (conflict && category != TypeCategory.STRING) {
                return from;
            }
            categories[i] = category;
            hasPreferred[i] = preferred;
        }
        List<Candidate<T>> kept =
                from.stream()
                        .filter(candidate -> fitsCategories(candidate, categories, hasPreferred))
                        .toList();
        return kept.isEmpty() ? from : kept;
    }

    private boolean fitsCategories(
            Candidate<T> candidate, TypeCategory[] categories, boolean[] hasPreferred) {
        for (int i = 0; i < actual.size(); i++) {
            DataType type = candidate.types.get(i);
            if (isUnknown(i)
                    && (type.category() != categories[i]
                            || (hasPreferred[i] && !type.preferred()))) {
                return false;
            }
        }
        return true;
    }

    /// When all known arguments have one type, assumes it for the unknown ones.
    private List<Candidate<T>> byTypeOfKnowns(List<Candidate<T>> from) {
        List<DataType> known =
                actual.stream().filter(type -> !type.equals(DataType.UNKNOWN)).distinct().toList();
        if (known.size() != 1) {
            return from;
        }
        List<DataType> assumed = new ArrayList<>();
        for (int i = 0; i < actual.size(); i++) {
            assumed.add(known.getFirst());
        }
        List<Candidate<T>> kept =
                from.stream()
                        .filter(candidate -> TypeRules.canPass(assumed, candidate.types, names))
                        .toList();
        return kept.size() == 1 ? kept : from;
    }
}
