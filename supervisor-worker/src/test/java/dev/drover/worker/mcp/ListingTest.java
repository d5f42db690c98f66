package dev.drover.worker.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.supervision.McpFailure;
import dev.drover.worker.supervision.McpFailure.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListingTest extends SessionFixture {
    @Test
    void allPagesAreJoinedAndKeepEveryField() throws Exception {
        assertThat(get(open().list(CatalogueKind.TOOLS)))
                .isEqualTo("[{\"name\":\"a\",\"x-new\":1.5},{\"name\":\"b\"},{\"name\":\"c\"}]");
    }

    @Test
    void aListThatIsNotOfferedIsEmpty() throws Exception {
        assertThat(get(open().list(CatalogueKind.RESOURCES))).isEqualTo("[]");
    }

    @Test
    void aListThatIsOfferedButUnknownIsEmpty() throws Exception {
        assertThat(get(open().list(CatalogueKind.PROMPTS))).isEqualTo("[]");
    }

    @Test
    void aCursorThatComesTwiceEndsTheWalk() throws Exception {
        restart("circular");

        McpFailure failure = failure(open().list(CatalogueKind.TOOLS));

        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("nextCursor twice");
    }

    @Test
    void aListWithoutEndIsGivenUp() throws Exception {
        restart("bottomless");

        assertThat(failure(open().list(CatalogueKind.TOOLS))).hasMessageContaining("more than 1000 pages");
    }

    @Test
    void theRequestTimeoutHoldsForTheWholeWalk() throws Exception {
        restart("bottomless");

        McpFailure failure = failure(open(Duration.ofMillis(5)).list(CatalogueKind.TOOLS));

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    }
}
