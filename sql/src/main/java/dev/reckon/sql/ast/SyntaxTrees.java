package dev.reckon.sql.ast;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Walks over syntax trees and copies them with changes. Every node is a record of records, lists
/// and optionals, so that one walk by reflection serves the hundred and fifty kinds of nodes and
/// cannot miss one; definitions are rare enough for its cost (microseconds a node).
public final class SyntaxTrees {
    private static final String PACKAGE = "dev.reckon.sql.ast";

    private SyntaxTrees() {}

    /// Shows every node of a tree to a visitor, a parent before its children.
    public static void visit(Object node, Consumer<Object> visitor) {
        visitWhile(
                node,
                each -> {
                    visitor.accept(each);
                    return true;
                });
    }

    /// Shows the nodes of a tree to a visitor, a parent before its children, and leaves out the
    /// children of those for which it answers false.
    public static void visitWhile(Object node, Predicate<Object> visitor) {
        switch (node) {
            case Optional<?> optional -> optional.ifPresent(each -> visitWhile(each, visitor));
            case List<?> list -> list.forEach(each -> visitWhile(each, visitor));
            case Record syntax when isSyntax(syntax) -> {
                if (visitor.test(syntax)) {
                    for (RecordComponent component : syntax.getClass().getRecordComponents()) {
                        visitWhile(value(component, syntax), visitor);
                    }
                }
            }
            default -> {}
        }
    }

    /// Copies a tree, with each node replaced by what a function makes of it after its children
    /// were replaced.
    public static <T> T map(T node, UnaryOperator<Object> change) {
        @SuppressWarnings("unchecked") // A change keeps the kind: expressions stay expressions.
        T mapped = (T) rewriteAny(node, (_, copy) -> change.apply(copy));
        return mapped;
    }

    /// Copies a tree, with each node replaced by what a function makes of the node as it was and of
    /// its copy with the children replaced.
    public static <T> T rewrite(T node, BinaryOperator<Object> change) {
        @SuppressWarnings("unchecked") // A change keeps the kind: expressions stay expressions.
        T rewritten = (T) rewriteAny(node, change);
        return rewritten;
    }

    private static Object rewriteAny(Object node, BinaryOperator<Object> change) {
        return switch (node) {
            case Optional<?> optional -> optional.map(each -> rewriteAny(each, change));
            case List<?> list -> {
                var mapped = new ArrayList<Object>(list.size());
                list.forEach(each -> mapped.add(rewriteAny(each, change)));
                yield List.copyOf(mapped);
            }
            case Record syntax when isSyntax(syntax) -> change.apply(syntax, copy(syntax, change));
            default -> node;
        };
    }

    private static boolean isSyntax(Record node) {
        return node.getClass().getPackageName().equals(PACKAGE);
    }

    private static Object copy(Record node, BinaryOperator<Object> change) {
        RecordComponent[] components = node.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = rewriteAny(value(components[i], node), change);
        }
        try {
            return node.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException | InstantiationException e) {
            throw new IllegalStateException("cannot copy " + node, e);
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalStateException("no constructor of " + node.getClass(), e);
        }
    }

    private static Object value(RecordComponent component, Record node) {
        try {
            return component.getAccessor().invoke(node);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
