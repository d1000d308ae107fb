package dev.reckon.sql.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfferedValuesTest {
    @ParameterizedTest
    @CsvSource({
        "standard_conforming_strings, off",
        "Standard_Conforming_Strings, FALSE",
        "backslash_quote, off",
        "array_nulls, 0",
        "transform_null_equals, on",
        "quote_all_identifiers, on",
        "exit_on_error, on",
        "lo_compat_privileges, on",
        "password_encryption, md5",
        "ignore_checksum_failure, on",
        "zero_damaged_pages, on",
        "tcp_user_timeout, 5",
        "lc_monetary, de_DE.UTF-8",
        "lc_numeric, de_DE.UTF-8",
        "lc_time, de_DE.UTF-8",
        "timezone_abbreviations, India",
        "default_tablespace, fast",
        "temp_tablespaces, fast",
        "default_table_access_method, columnar",
    })
    void refusesWhatItWouldIgnore(String name, String value) {
        var settings = new SessionSettings();
        String before = settings.show(name);
        assertThatThrownBy(() -> settings.set(name, value, false, true))
                .asInstanceOf(InstanceOfAssertFactories.type(DatabaseException.class))
                .satisfies(error -> {
                    assertThat(error.sqlState()).isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
                    assertThat(error.field(ErrorField.HINT)).isPresent();
                });
        assertThat(settings.show(name)).isEqualTo(before);
    }

    @Test
    void acceptsTheInitialValueOfEachSettingThatUsersMaySet() {
        var settings = new SessionSettings();
        for (Setting setting : SettingCatalog.all()) {
            switch (setting.context()) {
                case USER, SUPERUSER -> {
                    settings.set(setting.name(), setting.initial(), false, true);
                    assertThat(settings.show(setting.name())).isEqualTo(setting.initial());
                }
                default -> {}
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"backslash_quote, on", "lc_time, C.UTF-8"})
    void acceptsWhatMeansTheSame(String name, String value) {
        var settings = new SessionSettings();
        settings.set(name, value, false, true);
        assertThat(settings.show(name)).isEqualTo(value);
    }

    @Test
    void leavesOutWhatARoleCannotHave() {
        var settings = new SessionSettings();
        var ofRole = new TreeMap<>(Map.of("array_nulls", "off", "work_mem", "8MB"));
        assertThat(settings.setOfRole(ofRole)).hasSize(1);
        assertThat(settings.show("work_mem")).isEqualTo("8MB");
    }
}
