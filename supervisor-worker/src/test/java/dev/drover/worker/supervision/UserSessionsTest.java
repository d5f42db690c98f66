package dev.drover.worker.supervision;

import static dev.drover.worker.supervision.Loop.APP;
import static dev.drover.worker.supervision.Loop.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.lifecycle.CatalogueKind;
import dev.drover.worker.lifecycle.Secret;
import dev.drover.worker.lifecycle.ServerEvent;
import dev.drover.worker.query.Answer;
import dev.drover.worker.query.Asked;
import dev.drover.worker.query.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked in the names of platform users. */
class UserSessionsTest {
    private final Loop loop = new Loop(2);
    private final FakeSession session = new FakeSession();

    private void runs() {
        loop.send(Loop.defineElsewhere(SERVER), Loop.start(SERVER));
        loop.awaitHandshake();
        loop.connector.opening.values().forEach(opening -> opening.complete(session));
        loop.step();
    }

    private void ask(String id, Query query, @Nullable String token) {
        Secret user = token == null ? null : new Secret(token);
        loop.send(new Received.Questioned(
                new Asked(id, SERVER, APP, query, "replica", loop.now().plusSeconds(20), null, user)));
    }

    private void read(String id, String token) {
        ask(id, new Query.ReadResource(id), token);
    }

    @Test
    void aConnectionOfTheUsersOwnEndsWithTheRequest() {
        runs();
        read("q", "annas");
        assertThat(loop.elsewhere.users).containsOnlyKeys("annas");
        FakeProcess own = loop.elsewhere.user("annas");
        assertThat(own.done).isEmpty();
        session.answer("q").complete("{}");
        loop.step();
        assertThat(own.done).containsExactly("closeStdin");
        assertThat(loop.replies).containsExactly(new Loop.Reply("q", new Answer.Result("{}")));
    }

    @Test
    void whoNamesNobodyIsAnsweredOverTheServersOwn() {
        runs();
        ask("q", new Query.ReadResource("q"), null);
        session.answer("q").complete("{}");
        assertThat(loop.elsewhere.users).isEmpty();
    }

    @Test
    void noMoreThanAllowedAreAskedForAtATime() {
        runs();
        read("1", "annas");
        read("2", "berts");
        read("3", "carls");
        assertThat(loop.replies).extracting(Loop.Reply::code).containsExactly("BUSY");
        assertThat(loop.elsewhere.users).containsOnlyKeys("annas", "berts");
        loop.elsewhere.user("annas").exits(0);
        loop.step();
        read("4", "carls");
        assertThat(loop.elsewhere.users).containsKey("carls");
    }

    @Test
    void whatTheServerSaysOfTheTokenIsMasked() {
        runs();
        read("q", "annas");
        session.answer("q")
                .completeExceptionally(new McpFailure(McpFailure.Reason.EXITED, "no such user: " + FakeProcess.SECRET));
        loop.step();
        assertThat(loop.replies).containsExactly(new Loop.Reply("q", Answer.Refusal.of("EXITED", "no such user: ***")));
    }

    @Test
    void whatAUserSeesIsNotWhatTheServerOffersToAll() {
        runs();
        long before = catalogues();
        ask("u", new Query.ListCatalogue(CatalogueKind.TOOLS), "annas");
        session.answer("TOOLS").complete("[{\"name\":\"annas-own\"}]");
        loop.step();
        assertThat(catalogues()).isEqualTo(before);
        ask("all", new Query.ListCatalogue(CatalogueKind.TOOLS), null);
        session.answer("TOOLS").complete("[{\"name\":\"for-all\"}]");
        loop.step();
        assertThat(catalogues()).isEqualTo(before + 1);
    }

    private long catalogues() {
        return loop.log.events().stream()
                .filter(ServerEvent.CatalogueChanged.class::isInstance)
                .count();
    }
}
