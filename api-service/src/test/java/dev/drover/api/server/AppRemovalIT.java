package dev.drover.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.ApiUnderTest.AppKey;
import dev.drover.api.PublishedCommands;
import dev.drover.schemas.message.RemoveServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiAgainstRealParts.class)
class AppRemovalIT {
    @Test
    void anAppGoesWithItsServersAndItsKeys(Parts parts) {
        ApiUnderTest api = parts.api();
        long app = api.createApp("goes");
        AppKey key = api.createKey(app, "manage");
        long server = api.createServer("goes too", "X-App-Id", Long.toString(app));
        assertThat(api.sendWith(key, "GET", "/internal/mcp_servers", null).status())
                .isEqualTo(200);

        Answer removal = api.delete("/internal/apps/" + app);
        assertThat(removal.status()).isEqualTo(202);
        assertThat(removal.body().path("servers_being_removed").asInt()).isEqualTo(1);

        Answer missing = api.get("/internal/apps/999999");
        assertThat(api.get("/internal/apps/" + app).body().path("code"))
                .isEqualTo(missing.body().path("code"));
        assertThat(api.delete("/internal/apps/" + app).status()).isEqualTo(404);
        assertThat(api.get("/internal/mcp_servers", "X-App-Id", Long.toString(app))
                        .status())
                .isEqualTo(404);
        assertThat(api.sendWith(key, "GET", "/internal/mcp_servers", null).status())
                .isEqualTo(401);
        assertThat(PublishedCommands.of(server, 2, parts.kafka().bootstrapServers())
                        .getLast()
                        .value()
                        .getBody())
                .isInstanceOf(RemoveServer.class);
        // Its name is free, though its row waits for the server to be forgotten.
        assertThat(api.createApp("goes")).isNotEqualTo(app);
        assertThat(rows(api, app)).isEqualTo(1);
        api.part(AppRemovals.class).sweep();
        assertThat(rows(api, app)).isEqualTo(1);
        api.jdbc()
                .sql("delete from server where app_id = :app")
                .param("app", app)
                .update();
        api.part(AppRemovals.class).sweep();
        assertThat(rows(api, app)).isZero();
    }

    private static long rows(ApiUnderTest api, long app) {
        return api.jdbc()
                .sql("select count(*) from app where app_id = :app")
                .param("app", app)
                .query(Long.class)
                .single();
    }

    @Test
    void theDefaultAppStays(ApiUnderTest api) {
        assertThat(api.delete("/internal/apps/1").text("code")).isEqualTo("default_app");
    }
}
