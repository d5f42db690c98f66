package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiAgainstRealParts.Parts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.ApiUnderTest.AppKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(ApiAgainstRealParts.class)
class ApiKeyIT {
    private static final String SERVERS = "/internal/mcp_servers";

    @Test
    void aKeySeesItsOwnAppAndNoOther(ApiUnderTest api) {
        long mine = api.createApp("sees mine");
        long other = api.createApp("sees not this");
        AppKey key = api.createKey(mine, "manage");
        Answer created = api.sendWith(key, "POST", SERVERS, "{\"name\": \"one\", \"command\": \"node\"}");
        long foreign = api.createServer("two", "X-App-Id", Long.toString(other));

        assertThat(created.body().path("app_id").asLong()).isEqualTo(mine);
        JsonNode list = api.sendWith(key, "GET", SERVERS, null).body().path("items");
        assertThat(list.findValuesAsString("name")).containsExactly("one");
        assertThat(api.sendWith(key, "GET", SERVERS + "/" + foreign, null).status())
                .isEqualTo(404);
        assertThat(api.sendWith(key, "GET", SERVERS + "?app_id=" + mine, null).status())
                .isEqualTo(200);
        Answer named = api.sendWith(key, "GET", SERVERS + "?app_id=" + other, null);
        Answer missing = api.sendWith(key, "GET", SERVERS + "?app_id=999999", null);
        assertThat(named.status()).isEqualTo(404);
        assertThat(named.body()).isEqualTo(missing.body());
    }

    @Test
    void aKeyThatReadsChangesNothing(ApiUnderTest api) {
        long app = api.createApp("reads");
        AppKey key = api.createKey(app, "read");
        long server = api.createServer("there", "X-App-Id", Long.toString(app));

        assertThat(api.sendWith(key, "GET", SERVERS + "/" + server, null).status())
                .isEqualTo(200);
        assertThat(api.sendWith(key, "HEAD", SERVERS + "/" + server, null).status())
                .isEqualTo(200);
        Answer start = api.sendWith(key, "POST", SERVERS + "/" + server + "/start", null);
        assertThat(start.status()).isEqualTo(403);
        assertThat(start.text("code")).isEqualTo("insufficient_scope");
        Answer create = api.sendWith(key, "POST", SERVERS, "not even JSON");
        assertThat(create.text("code")).isEqualTo("insufficient_scope");
    }

    @Test
    void appsAndWorkersAreThePlatforms(ApiUnderTest api) {
        AppKey key = api.createKey(api.createApp("no platform"), "manage");
        for (String path : new String[] {"/internal/apps", "/internal/apps/1/api_keys", "/internal/workers"}) {
            Answer answer = api.sendWith(key, "GET", path, null);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("code")).isEqualTo("platform_key_required");
        }
    }

    @Test
    void aKeyIsShownOnceAndKeptAsAHash(ApiUnderTest api) {
        AppKey key = api.createKey(api.createApp("keeps no key"), "read");
        assertThat(key.key()).matches("drv_app_" + key.keyId() + "_[A-Za-z0-9_-]{43}");

        Answer list = api.get("/internal/apps/" + key.appId() + "/api_keys");
        assertThat(list.body().at("/items/0/scope").asString()).isEqualTo("read");
        assertThat(list.body().toString()).doesNotContain(secret(key));
        String row = api.jdbc()
                .sql("select k::text from api_key k where key_id = :id")
                .param("id", key.keyId())
                .query(String.class)
                .single();
        String inHex = HexFormat.of().formatHex(key.key().getBytes(StandardCharsets.UTF_8));
        assertThat(row).doesNotContain(secret(key)).doesNotContain(inHex);
    }

    private static String secret(AppKey key) {
        return key.key().substring(key.key().length() - 43);
    }

    @Test
    void anotherSecretForTheSameIdIsWrong(ApiUnderTest api) {
        AppKey key = api.createKey(api.createApp("guessed"), "read");
        assertThat(api.sendWith(key, "GET", SERVERS, null).status()).isEqualTo(200);
        String last = key.key().endsWith("A") ? "B" : "A";
        AppKey guessed = new AppKey(
                key.appId(), key.keyId(), key.key().substring(0, key.key().length() - 1) + last);
        assertThat(api.sendWith(guessed, "GET", SERVERS, null).status()).isEqualTo(401);
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce(ApiUnderTest api) {
        AppKey key = api.createKey(api.createApp("revokes"), "read");
        assertThat(api.sendWith(key, "GET", SERVERS, null).status()).isEqualTo(200);

        assertThat(api.delete(key.path()).status()).isEqualTo(204);
        assertThat(api.sendWith(key, "GET", SERVERS, null).status()).isEqualTo(401);
        assertThat(api.delete(key.path()).text("code")).isEqualTo("key_not_found");
    }

    @Test
    void aRevocationReachesTheOtherReplicas(Parts parts) {
        ApiUnderTest api = parts.api();
        AppKey key = api.createKey(api.createApp("revoked elsewhere"), "read");
        try (ApiUnderTest other = ApiUnderTest.start(
                parts.kafka().bootstrapServers(),
                parts.postgres().jdbcUrl(),
                parts.postgres().username(),
                parts.postgres().password())) {
            AccessChanges changes = other.part(AccessChanges.class);
            await().atMost(Duration.ofSeconds(5)).until(() -> changes.epoch().isPresent());
            assertThat(other.sendWith(key, "GET", SERVERS, null).status()).isEqualTo(200);

            api.delete(key.path());
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> other.sendWith(key, "GET", SERVERS, null).status() == 401);
        }
    }

    @Test
    void theLastUseIsWrittenLater(ApiUnderTest api) {
        AppKey key = api.createKey(api.createApp("used"), "read");
        String list = "/internal/apps/" + key.appId() + "/api_keys";
        assertThat(api.get(list).body().at("/items/0/last_used_at").isNull()).isTrue();

        LastUses uses = LastUses.ofKeys(api.jdbc(), InstantSource.system(), Duration.ofMillis(5));
        uses.start();
        uses.note(key.keyId());
        uses.stop();
        assertThat(api.get(list).body().at("/items/0/last_used_at").isString()).isTrue();
    }

    @Test
    void whatIsWrongWithARequestForAKeyIsSaid(ApiUnderTest api) {
        String keys = "/internal/apps/1/api_keys";
        assertThat(api.post(keys, "{\"scope\": \"read\"}").text("code")).isEqualTo("name_required");
        assertThat(api.post(keys, "{\"name\": \"x\"}").text("code")).isEqualTo("invalid_scope");
        assertThat(api.post(keys, "{\"name\": \"x\", \"scope\": \"all\"}").text("field"))
                .isEqualTo("scope");
        assertThat(api.post("/internal/apps/999999/api_keys", "{\"name\": \"x\", \"scope\": \"read\"}")
                        .text("code"))
                .isEqualTo("app_not_found");
    }
}
