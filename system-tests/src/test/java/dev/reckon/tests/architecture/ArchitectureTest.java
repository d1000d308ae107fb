package dev.reckon.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The walls of the house, as `docs/ARCHITECTURE.md` draws them.
final class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .importPaths(
                            List.of(
                                    Path.of("../index/target/classes"),
                                    Path.of("../storage/target/classes"),
                                    Path.of("../sql/target/classes"),
                                    Path.of("../server/target/classes")));

    @Test
    void modulesStandInALine() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("index")
                .definedBy("dev.reckon.index..")
                .layer("storage")
                .definedBy("dev.reckon.storage..")
                .layer("sql")
                .definedBy("dev.reckon.sql..")
                .layer("server")
                .definedBy("dev.reckon.server..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("sql")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("sql", "server")
                .whereLayer("index")
                .mayOnlyBeAccessedByLayers("storage", "sql")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.reckon.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyNativeMemoryOpensArenas() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NativeMemory")
                .should()
                .callMethod(Arena.class, "ofShared")
                .orShould()
                .callMethod(Arena.class, "ofConfined")
                .orShould()
                .callMethod(Arena.class, "ofAuto")
                .check(CLASSES);
    }

    @Test
    void onlyTheFilePackageTouchesFiles() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.reckon.index..", "dev.reckon.storage..")
                .and()
                .resideOutsideOfPackage("dev.reckon.storage.file..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(FileChannel.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .check(CLASSES);
    }

    @Test
    void onlyTheServerOpensSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.reckon.server..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.net..")
                                .and(
                                        new com.tngtech.archunit.base.DescribedPredicate<>(
                                                "are sockets") {
                                            @Override
                                            public boolean test(
                                                    com.tngtech.archunit.core.domain.JavaClass
                                                            type) {
                                                return type.getSimpleName().contains("Socket");
                                            }
                                        }))
                .check(CLASSES);
    }
}
