package dev.drover.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.drover.api");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.drover.api.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void featuresDoNotKnowTheProgramThatWiresThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.drover.api.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.api")
                .check(CLASSES);
    }

    @Test
    void messagesOfKafkaStayAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.drover.api.audit",
                        "dev.drover.api.command",
                        "dev.drover.api.moment",
                        "dev.drover.api.outbox",
                        "dev.drover.api.projection",
                        "dev.drover.api.query",
                        "dev.drover.api.replay",
                        "dev.drover.api.router",
                        "dev.drover.api.sealing",
                        "dev.drover.api.fleet")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.drover.schemas.message..")
                .check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Dto)")
                .check(CLASSES);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .check(CLASSES);
    }
}
