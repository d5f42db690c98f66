package dev.drover.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom, and how things must not be called. */
class ArchitectureTest {
    private static final String ROOT = "dev.drover.worker";
    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theLifecycleIsPure() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".lifecycle")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".lifecycle")
                .check(WORKER);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".lifecycle")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(WORKER);
    }

    @Test
    void messagesAreTranslatedAtTheEdgeOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".messaging")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.schemas.message..")
                .check(WORKER);
    }

    @Test
    void theSupervisionKnowsItsPortsAndNotTheirAdapters() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".supervision")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".messaging..",
                        ROOT + ".process..",
                        ROOT + ".mcp..",
                        ROOT + ".ownership..",
                        "org.apache.kafka..",
                        "org.springframework..")
                .check(WORKER);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(WORKER);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto)(\\$.*)?")
                .check(WORKER);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        fields().should()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .andShould()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .andShould()
                .notBeAnnotatedWith("jakarta.annotation.Resource")
                .andShould()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .check(WORKER);
    }
}
