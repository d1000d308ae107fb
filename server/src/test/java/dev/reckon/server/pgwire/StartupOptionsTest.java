package dev.reckon.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.reckon.storage.error.DatabaseException;
import org.junit.jupiter.api.Test;

final class StartupOptionsTest {
    @Test
    void everyFormSetsASetting() {
        assertThat(
                        StartupOptions.parse(
                                " -c geqo=off -cwork_mem=64MB  --Search-Path=a,b -c x=two\\ words "))
                .containsExactly(
                        entry("geqo", "off"),
                        entry("work_mem", "64MB"),
                        entry("search_path", "a,b"),
                        entry("x", "two words"));
    }

    @Test
    void otherArgumentsAreRefused() {
        for (String options : new String[] {"-c", "-B 100", "word", "--", "-c novalue", "--=1"}) {
            assertThatThrownBy(() -> StartupOptions.parse(options))
                    .isInstanceOf(DatabaseException.class);
        }
    }
}
