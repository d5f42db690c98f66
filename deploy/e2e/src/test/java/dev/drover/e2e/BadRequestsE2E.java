package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.local.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told that asks for something that cannot be. */
@OnSharedStack
class BadRequestsE2E {

    private static final String SERVERS = "/internal/mcp_servers";

    private final Api api;

    BadRequestsE2E(Api api) {
        this.api = api;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "x", "command": "node"       | 400 | malformed_json       | null
            {"name": "x", "comand": "node"}       | 400 | unknown_field        | comand
            {"name": 7, "command": "node"}        | 400 | invalid_field        | name
            {"name": "x", "command": ["node"]}    | 400 | invalid_field        | command
            {"name": "x", "command": "node", "args": "a"}                   | 400 | invalid_field | args
            {"name": "x", "command": "node", "args": ["a", {}]}             | 400 | invalid_field | args[1]
            {"name": "x", "command": "node", "env": {"A": 1}}               | 400 | invalid_field | env.A
            {"name": "x", "command": "node", "startup_timeout_seconds": "1"}  | 400 | invalid_field | startup_timeout_seconds
            {"name": "x", "command": "node", "startup_timeout_seconds": 601}  | 422 | timeout_out_of_range | startup_timeout_seconds
            {"name": "x", "command": "node", "url": "http://localhost/mcp"} | 422 | command_or_url | url
            {"name": "x"}                         | 422 | command_or_url       | command
            {"command": "node"}                   | 422 | name_required        | name
            {"name": "x", "command": "node", "env": {"A-B": "c"}}           | 422 | invalid_env_name | env
            {"name": "x", "command": "node", "restart": "sometimes"}        | 422 | invalid_restart | restart
            {"name": "x", "command": "/bin/sh"}   | 422 | command_not_allowed  | command
            """, nullValues = "null")
    void aDefinitionThatIsWrongIsAProblemThatNamesTheField(
            String body, int status, String code, @Nullable String field) {
        Api.Answer answer = api.postText(SERVERS, body);
        assertProblem(answer, status, code);
        if (field != null) {
            assertThat(answer.body().path("field").asString()).isEqualTo(field);
            assertThat(answer.body().path("detail").asString()).contains(field.replaceAll("\\W.*", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/events", "/tools", "/logs"})
    void aServerThatDoesNotExistIsNotFound(String rest) {
        assertProblem(api.get(SERVERS + "/987654321" + rest), 404, "server_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/start", "/stop", "/restart", "/tools/echo/call"})
    void aServerThatDoesNotExistCannotBeToldAnything(String rest) {
        assertProblem(api.post(SERVERS + "/987654321" + rest), 404, "server_not_found");
    }

    @Test
    void aCommandThatDoesNotExistIsNotFound() {
        assertProblem(api.get("/internal/commands/no-such-command"), 404, "command_not_found");
    }

    @Test
    void anIdThatIsNoNumberIsAProblemThatNamesIt() {
        Api.Answer answer = api.get(SERVERS + "/seven");
        assertProblem(answer, 400, "invalid_parameter");
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        Map<String, Object> definition = Definitions.node("memory");
        ManagedServer server = ManagedServer.create(api, definition);
        assertProblem(api.post(SERVERS, definition), 409, "name_taken");
        server.remove();
    }

    @Test
    void everyPathOfTheDescriptionNeedsAKey(LocalStack stack) {
        List<Request> requests = described();
        assertThat(requests).hasSizeGreaterThan(15);
        assertThat(requests)
                .allSatisfy(request ->
                        assertProblem(api.as(null).send(request.method(), request.path(), null), 401, "unauthorized"));
        // Not all of them: so many wrong keys from one address would be told to wait.
        assertThat(requests.subList(0, 10))
                .allSatisfy(request -> assertProblem(
                        api.as(stack.platformKey() + "x").send(request.method(), request.path(), null),
                        401,
                        "unauthorized"));
    }

    @Test
    void healthAndTheDescriptionNeedNoKey() {
        Api nobody = api.as(null);
        assertThat(Stream.of("/actuator/health", "/actuator/health/readiness", "/openapi.json")
                        .map(path -> nobody.get(path).status()))
                .containsOnly(200);
    }

    private record Request(String method, String path) {}

    /** Every operation of the API's own description, with some value in place of each variable. */
    private List<Request> described() {
        List<Request> requests = new ArrayList<>();
        api.get("/openapi.json").body().path("paths").properties().forEach(path -> {
            String concrete = path.getKey().replaceAll("\\{[^}]*}", "1");
            path.getValue()
                    .propertyNames()
                    .forEach(method -> requests.add(new Request(method.toUpperCase(Locale.ROOT), concrete)));
        });
        return requests;
    }

    private static void assertProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body().path("code").asString()).isEqualTo(code);
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }
}
