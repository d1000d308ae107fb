package dev.reckon.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.Notice;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.TransactionStatus;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The expected bytes are written as Latin-1 text: `\0` and the like for what is no letter.
final class BackendMessagesTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final BackendMessages out = new BackendMessages(sent);

    @Test
    void authentication() throws IOException {
        out.authenticationOk();
        assertSent("R\0\0\0\b\0\0\0\0");
        out.authenticationSASL(List.of("SCRAM-SHA-256"));
        assertSent("R\0\0\0\27\0\0\0\nSCRAM-SHA-256\0\0");
        out.authenticationSASLContinue("r=x");
        assertSent("R\0\0\0\13\0\0\0\13r=x");
        out.authenticationSASLFinal("v=y");
        assertSent("R\0\0\0\13\0\0\0\fv=y");
    }

    @Test
    void opening() throws IOException {
        out.encryptionAnswer('N');
        assertSent("N");
        out.negotiateProtocolVersion(0, List.of("_pq_.a"));
        assertSent("v\0\0\0\23\0\0\0\0\0\0\0\1_pq_.a\0");
        out.parameterStatus("TimeZone", "UTC");
        assertSent("S\0\0\0\21TimeZone\0UTC\0");
        out.backendKeyData(0x01020304, -1);
        assertSent("K\0\0\0\f\1\2\3\4\377\377\377\377");
        out.readyForQuery(TransactionStatus.IN_TRANSACTION);
        assertSent("Z\0\0\0\5T");
    }

    @Test
    void results() throws IOException {
        out.parameterDescription(List.of(DataType.INT4));
        assertSent("t\0\0\0\n\0\1\0\0\0\27");
        var column = new ResultColumn("id", DataType.INT8, -1, 16384, 2);
        out.rowDescription(List.of(column), new ColumnFormats(new short[] {1}));
        assertSent("T\0\0\0\33\0\1id\0\0\0\100\0\0\2\0\0\0\24\0\b\377\377\377\377\0\1");
        out.commandComplete("SELECT 1");
        assertSent("C\0\0\0\rSELECT 1\0");
        out.noData();
        out.parseComplete();
        out.bindComplete();
        out.closeComplete();
        out.portalSuspended();
        out.emptyQueryResponse();
        assertSent("n\0\0\0\0041\0\0\0\0042\0\0\0\0043\0\0\0\004s\0\0\0\004I\0\0\0\004");
        out.notificationResponse(7, "c", "p");
        assertSent("A\0\0\0\f\0\0\0\7c\0p\0");
    }

    @Test
    void copy() throws IOException {
        out.copyInResponse(false, 2);
        assertSent("G\0\0\0\13\0\0\2\0\0\0\0");
        out.copyOutResponse(true, 1);
        assertSent("H\0\0\0\t\1\0\1\0\1");
        out.copyData(new byte[] {'x', 'a', '\n'}, 1, 2);
        out.copyDone();
        assertSent("d\0\0\0\6a\nc\0\0\0\4");
    }

    @Test
    void errorHasAllFieldsAndCountsCharactersFromOne() throws IOException {
        var error =
                new DatabaseException(SqlState.UNDEFINED_COLUMN, "no")
                        .withDetail("d")
                        .withHint("h")
                        .with(ErrorField.WHERE, "w")
                        .with(ErrorField.SCHEMA, "s")
                        .with(ErrorField.TABLE, "t")
                        .with(ErrorField.COLUMN, "c")
                        .with(ErrorField.DATA_TYPE, "y")
                        .with(ErrorField.CONSTRAINT, "n")
                        .at(4);
        // The statement begins after "é😀;", in three characters of which one is two chars.
        ErrorMessages.error(out, error, "é😀;xy😀z", 4);
        assertSent("E\0\0\0\71SERROR\0VERROR\0C42703\0Mno\0Dd\0Hh\0Ww\0ss\0tt\0cc\0dy\0nn\0P7\0\0");
    }

    @Test
    void noticeHasItsSeverity() throws IOException {
        ErrorMessages.notice(
                out, new Notice("NOTICE", new DatabaseException(SqlState.WARNING, "m\0x")));
        assertSent("N\0\0\0\37SNOTICE\0VNOTICE\0C01000\0Mm\0\0");
    }

    @Test
    void halfAMessageIsForgotten() throws IOException {
        out.parseComplete();
        out.begin('D').writeInt(7);
        out.bindComplete();
        out.begin('D').writeInt(8);
        assertSent("1\0\0\0\0042\0\0\0\004");
    }

    @Test
    void muchIsSentWithoutBeingAsked() throws IOException {
        byte[] row = new byte[100_000];
        out.copyData(row, 0, row.length);
        assertThat(sent.size()).isEqualTo(row.length + 5);
        assertThat(out.sentByteCount()).isEqualTo(row.length + 5);
    }

    private void assertSent(String expected) throws IOException {
        out.flush();
        assertThat(sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        sent.reset();
    }
}
