package dev.reckon.sql.parse;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.SchemaStatement.CastMethod;
import dev.reckon.sql.ast.SchemaStatement.CastUse;
import dev.reckon.sql.ast.SchemaStatement.CreateCast;

/// `CREATE CAST …`.
final class CastParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    CastParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    CreateCast create(int position) {
        tokens.expect(Token.CAST);
        ObjectReference cast = grammar.objects().object(ObjectKind.CAST);
        return new CreateCast(cast, method(), use(), position);
    }

    private CastMethod method() {
        if (tokens.accept(Token.WITHOUT)) {
            tokens.expect(Token.FUNCTION);
            return CastMethod.NO_FUNCTION;
        }
        tokens.expect(Token.WITH);
        if (tokens.accept(Token.INOUT)) {
            return CastMethod.INOUT;
        }
        tokens.expect(Token.FUNCTION);
        grammar.objects().object(ObjectKind.FUNCTION);
        return CastMethod.FUNCTION;
    }

    private CastUse use() {
        if (!tokens.accept(Token.AS)) {
            return CastUse.NOWHERE;
        }
        if (tokens.accept(Token.IMPLICIT)) {
            return CastUse.ANYWHERE;
        }
        tokens.expect(Token.ASSIGNMENT);
        return CastUse.ASSIGNMENT;
    }
}
