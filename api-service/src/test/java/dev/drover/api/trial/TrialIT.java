package dev.drover.api.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.PublishedCommands;
import dev.drover.schemas.message.RemoveServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ApiAgainstRealParts.class)
class TrialIT {
    @Test
    void whatATrialLeftOverIsRemovedOnce(Parts parts) {
        ApiUnderTest api = parts.api();
        long id = api.jdbc()
                .sql("insert into trial (app_id, sweep_at) values (1, now() - interval '1 s') returning server_id")
                .query(Long.class)
                .single();

        api.part(Trials.class).sweep();
        api.part(Trials.class).sweep();

        assertThat(PublishedCommands.of(id, 1, parts.kafka().bootstrapServers()))
                .singleElement()
                .satisfies(record -> assertThat(record.value().getBody()).isInstanceOf(RemoveServer.class));
        assertThat(api.get("/internal/mcp_servers/" + id).text("code")).isEqualTo("server_not_found");
        assertThat(api.post("/internal/mcp_servers/" + id + "/start", null).text("code"))
                .isEqualTo("server_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"command": "bash"}                                | 422 | command_not_allowed
            {"command": "node", "env": {"A": {"keep": true}}}  | 422 | nothing_to_keep
            {"command": "node", "app_id": 999999}              | 404 | app_not_found
            {"comand": "node"}                                 | 400 | unknown_field
            """)
    void aDefinitionThatBreaksARuleIsNotTried(String body, int status, String code, ApiUnderTest api) {
        var answer = api.post("/internal/mcp_servers/test", body);

        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }
}
