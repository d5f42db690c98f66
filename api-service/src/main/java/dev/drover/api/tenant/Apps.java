package dev.drover.api.tenant;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.page.Page;
import dev.drover.api.page.PageRequest;
import dev.drover.api.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The apps of this installation. */
public final class Apps {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApiEvents events;

    public Apps(JdbcClient jdbc, TransactionTemplate transactions, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    App create(Caller caller, String name) {
        try {
            return Objects.requireNonNull(transactions.execute(_ -> {
                long id = jdbc.sql("insert into app (name) values (:name) returning app_id")
                        .param("name", name)
                        .query(Long.class)
                        .single();
                events.done(caller.name(), id, null, "app_created");
                return new App(id, name);
            }));
        } catch (DuplicateKeyException e) {
            throw new Problem(
                            HttpStatus.CONFLICT,
                            "name_taken",
                            "There is an app with the name '" + name + "' already.",
                            "Choose another name.")
                    .with("field", "name");
        }
    }

    Page<App> list(PageRequest page) {
        List<App> found = jdbc.sql(
                        "select app_id, name from app where app_id > :after and removed_at is null order by app_id"
                                + " limit :limit")
                .param("after", page.after())
                .param("limit", page.limit() + 1)
                .query((row, n) -> new App(row.getLong(1), row.getString(2)))
                .list();
        return Page.of(found, page.limit(), App::appId);
    }

    public Optional<App> find(long appId) {
        return jdbc.sql("select app_id, name from app where app_id = :id and removed_at is null")
                .param("id", appId)
                .query((row, n) -> new App(row.getLong(1), row.getString(2)))
                .optional();
    }

    /**
     * Has the app stay until the caller's transaction ends.
     *
     * @throws Problem 404 if there is no such app
     */
    public void hold(long appId) {
        boolean isThere = jdbc.sql("select 1 from app where app_id = :id and removed_at is null for key share")
                .param("id", appId)
                .query((_, _) -> true)
                .optional()
                .isPresent();
        if (!isThere) {
            throw notFound();
        }
    }

    /**
     * Removes it from sight, and has everybody wait who creates something in it, until the caller's transaction ends.
     *
     * @throws Problem 404 if there is no such app
     */
    public void markRemoved(long appId) {
        boolean isThere = jdbc.sql("select 1 from app where app_id = :id and removed_at is null for update")
                .param("id", appId)
                .query((_, _) -> true)
                .optional()
                .isPresent();
        if (!isThere) {
            throw notFound();
        }
        jdbc.sql("update app set removed_at = now() where app_id = :id")
                .param("id", appId)
                .update();
    }

    /** @throws Problem 404 if there is no such app */
    public App require(long appId) {
        return find(appId).orElseThrow(Apps::notFound);
    }

    /**
     * Where something new goes.
     *
     * @param named the app that the request's body names; null: none
     * @throws Problem 404 if there is no such app, or the caller does not see it
     */
    public long toCreateIn(Caller caller, @Nullable Long named) {
        if (named == null) {
            return caller.appToCreateIn();
        }
        if (!caller.sees(named)) {
            throw notFound();
        }
        return require(named).appId();
    }

    static Problem notFound() {
        return new Problem(
                        HttpStatus.NOT_FOUND,
                        "app_not_found",
                        "There is no app with this id.",
                        "GET /internal/apps lists the apps.")
                .with("field", "app_id");
    }
}
