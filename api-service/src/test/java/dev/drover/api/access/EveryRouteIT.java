package dev.drover.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.drover.api.ApiAgainstRealParts;
import dev.drover.api.ApiUnderTest;
import dev.drover.api.ApiUnderTest.Answer;
import dev.drover.api.access.RouteTable.Need;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every route of the description with every credential that must not do. */
@ExtendWith(ApiAgainstRealParts.class)
class EveryRouteIT {
    /** No id of this run, so that it is not taken for one in an answer. */
    private static final String OTHER_ID = "77777";

    private static final Map<String, Need> NEEDS = RouteTable.needs();

    @Test
    void everyRouteIsInTheTableAndInTheDescription(ApiUnderTest api) {
        Set<String> described = new TreeSet<>();
        api.description()
                .path("paths")
                .forEachEntry((path, operations) -> operations
                        .propertyNames()
                        .forEach(method -> described.add(RouteTable.route(method.toUpperCase(Locale.ROOT), path))));
        assertThat(described).isEqualTo(NEEDS.keySet());

        Set<String> mapped = new TreeSet<>();
        api.parts(RequestMappingHandlerMapping.class)
                .forEach(mapping -> mapping.getHandlerMethods().keySet().stream()
                        .flatMap(EveryRouteIT::routes)
                        .forEach(mapped::add));
        assertThat(mapped).containsAll(NEEDS.keySet());
        mapped.removeAll(NEEDS.keySet());
        assertThat(mapped)
                .allSatisfy(route -> assertThat(route)
                        .as("a route that is open to all, of the description itself or of errors")
                        .matches("(GET|ANY) (/openapi.json.*|/docs|/swagger-ui.*|/error)"));
    }

    private static Stream<String> routes(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .flatMap(path -> methods.isEmpty()
                        ? Stream.of(RouteTable.route("ANY", path))
                        : methods.stream().map(method -> RouteTable.route(method.name(), path)));
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsInWhoMustNot(ApiUnderTest api) {
        Tenants tenants = Tenants.of(api);
        return NEEDS.entrySet().stream()
                .map(route -> dynamicTest(
                        route.getValue() + " " + route.getKey(),
                        () -> new Walk(api, tenants, route.getKey()).check(route.getValue())));
    }

    /** One route, with one credential after the other. */
    private record Walk(ApiUnderTest api, Tenants tenants, String route) {
        void check(Need need) {
            assertThat(with().status()).isEqualTo(401);
            assertThat(with("X-API-Key", "drv_app_1_wrong").status()).isEqualTo(401);
            assertThat(with("X-API-Key", tenants.guessedKey()).status()).isEqualTo(401);
            assertThat(with("Authorization", "Bearer " + tenants.revokedKey().key())
                            .status())
                    .isEqualTo(401);
            assertThat(with("Authorization", "Bearer " + tenants.revokedToken()).status())
                    .isEqualTo(401);
            assertThat(with("Authorization", "Basic " + ApiUnderTest.KEY).status())
                    .isEqualTo(401);
            lets(need, right(need));
            switch (need) {
                case READ -> {
                    otherApps(tenants.foreignKey().key());
                    tokenIsNoKey();
                }
                case MANAGE -> {
                    refused(tenants.readKey().key(), "insufficient_scope");
                    otherApps(tenants.foreignKey().key());
                    tokenIsNoKey();
                }
                case PLATFORM -> {
                    refused(tenants.readKey().key(), "platform_key_required");
                    refused(tenants.manageKey().key(), "platform_key_required");
                    tokenIsNoKey();
                }
                case TOKEN -> {
                    assertThat(with("Authorization", "Bearer " + ApiUnderTest.KEY)
                                    .status())
                            .isEqualTo(401);
                    assertThat(with("X-API-Key", ApiUnderTest.KEY).status()).isEqualTo(401);
                    assertThat(with(
                                            "Authorization",
                                            "Bearer " + tenants.manageKey().key())
                                    .status())
                            .isEqualTo(401);
                    assertThat(with("X-API-Key", tenants.token()).status()).isEqualTo(401);
                    otherApps(tenants.foreignToken());
                }
            }
        }

        private String right(Need need) {
            return switch (need) {
                case READ -> tenants.readKey().key();
                case MANAGE -> tenants.manageKey().key();
                case PLATFORM -> ApiUnderTest.KEY;
                case TOKEN -> tenants.token();
            };
        }

        /** Not where that would stop the server or take it away, or wait for a worker. */
        private void lets(Need need, String credential) {
            if (!route.startsWith("DELETE") && !route.matches(".*/(call|get|read|logs|stop)")) {
                assertThat(with("Authorization", "Bearer " + credential).status())
                        .as("with what %s needs", need)
                        .isNotIn(401, 403, 404);
            }
        }

        private void tokenIsNoKey() {
            assertThat(with("Authorization", "Bearer " + tenants.token()).status())
                    .isEqualTo(401);
        }

        private void refused(String key, String code) {
            Answer answer = with("X-API-Key", key);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("code")).isEqualTo(code);
        }

        /** What is another app's is answered as what there is not. */
        private void otherApps(String credential) {
            String bearer = "Bearer " + credential;
            Answer named = with("Authorization", bearer, "X-App-Id", Long.toString(tenants.app()));
            Answer noApp = with("Authorization", bearer, "X-App-Id", Tenants.MISSING);
            assertThat(named.status()).isEqualTo(404);
            assertThat(named.body()).isEqualTo(noApp.body());
            if (route.contains("{}")) {
                Answer foreign = with("Authorization", bearer);
                Answer missing = send(Tenants.MISSING, "Authorization", bearer);
                assertThat(foreign.status()).isEqualTo(404);
                assertThat(foreign.headers().map().keySet())
                        .isEqualTo(missing.headers().map().keySet());
                assertThat(foreign.body().toString().replaceAll("\\b" + tenants.idFor(route) + "\\b", "#"))
                        .isEqualTo(missing.body().toString().replace(Tenants.MISSING, "#"));
            }
        }

        private Answer with(String... headers) {
            return send(tenants.idFor(route), headers);
        }

        private Answer send(String id, String... headers) {
            String[] parts = route.split(" ", 2);
            String second = parts[1].contains("/agents/") ? id : OTHER_ID;
            String path = parts[1].replaceFirst("\\{}", id).replace("{}", second);
            return api.sendAs(parts[0], path, Tenants.bodyFor(route), headers);
        }
    }
}
