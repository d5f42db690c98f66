package dev.drover.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.api.problem.Problem;
import dev.drover.api.query.HistoryPage.Place;
import dev.drover.schemas.message.NotAnswered;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpResultsTest {
    private static final QueriedServer SERVER = new QueriedServer(7, 1, Duration.ofSeconds(30));

    @Test
    void theEnvelopeOfACallIsOursAndItsContentIsTheServers() {
        String result = "{\"_meta\":{\"a\":1},\"content\":[{\"type\":\"image\",\"mimeType\":\"x/y\"}],"
                + "\"structuredContent\":{\"fooBar\":1.10},\"isError\":true}";
        assertThat(McpResults.ofCall(SealedJson.parse(result)).toString())
                .isEqualTo("{\"content\":[{\"type\":\"image\",\"mimeType\":\"x/y\"}],"
                        + "\"structured_content\":{\"fooBar\":1.10},\"is_error\":true}");
    }

    @Test
    void aCallWithoutContentHasAnEmptyOneAndIsNoError() {
        assertThat(McpResults.ofCall(SealedJson.parse("{}")).toString())
                .isEqualTo("{\"content\":[],\"is_error\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1e99999999999}", "{\"a\":1E-99999999999}", "{\"a\":", "nonsense"})
    void whatCannotBeReadIsTheServersFailure(String written) {
        Problem problem = catchThrowableOfType(Problem.class, () -> SealedJson.parse(written));
        assertThat(problem.status().value()).isEqualTo(502);
        assertThat(problem.code()).isEqualTo("server_error");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_RUNNING, 409, server_not_running",
        "UNKNOWN_SERVER, 409, server_not_running",
        "TIMEOUT, 504, server_timeout",
        "EXPIRED, 504, server_timeout",
        "EXITED, 502, server_exited",
        "SERVER_ERROR, 502, server_error",
        "TOO_LARGE, 502, reply_too_large",
        "OUTCOME_UNKNOWN, 502, outcome_unknown",
        "WRONG_PARTITION, 502, query_rejected"
    })
    void everyReasonWithoutAResultHasItsProblem(String reason, int status, String code) {
        Problem problem = QueryProblems.notAnswered(new NotAnswered(reason, "Because.", null, null), SERVER);
        assertThat(problem.status().value()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
    }

    @Test
    void theServersOwnErrorComesWithItsCode() {
        Problem problem =
                QueryProblems.notAnswered(new NotAnswered("SERVER_ERROR", "No such tool.", -32602, null), SERVER);
        assertThat(problem.getMessage()).isEqualTo("No such tool.");
        assertThat(problem.members()).containsEntry("server_code", -32602);
    }

    @Test
    void aCursorLeadsBackToItsPlace() {
        Place place = new Place(Long.MAX_VALUE, 12);
        assertThat(HistoryPage.of(1, place.cursor()).before()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "%%%", "MS0y LTM"})
    void anythingElseIsNoCursor(String cursor) {
        assertThatThrownBy(() -> HistoryPage.of(1, cursor))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("cursor");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 501})
    void aLimitOutOfRangeIsRefused(int limit) {
        assertThatThrownBy(() -> HistoryPage.of(limit, null))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("limit");
    }
}
