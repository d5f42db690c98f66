package dev.drover.api.tenant;

import dev.drover.schemas.UserContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and which app they may see.
 *
 * @param name as it goes into commands and the audit log: {@link #PLATFORM}, {@code key:<id>}, {@code oidc:<a person's pseudonym>} or
 *     {@code server:<id>}
 * @param appId the only app that this caller sees in this request; null: a platform key that named none sees every app
 * @param serverId the MCP server that calls; null for anybody else
 * @param user in whose name it calls
 */
public record Caller(
        String name, @Nullable Long appId, @Nullable Long serverId, UserContext user) {
    private static final UserContext NOBODY = new UserContext(null, null);

    /** The name of whoever holds the platform key. */
    public static final String PLATFORM = "platform";

    /** Where something goes that is created without naming an app. */
    public static final long DEFAULT_APP = 1;

    public Caller(String name, @Nullable Long appId) {
        this(name, appId, null, NOBODY);
    }

    /** An MCP server, which sees its own app. */
    public static Caller server(long serverId, long appId) {
        return new Caller("server:" + serverId, appId, serverId, NOBODY);
    }

    /** The same, in the app that the request names; empty if it must not see that one. */
    Optional<Caller> in(long otherAppId) {
        return sees(otherAppId) ? Optional.of(new Caller(name, otherAppId, serverId, user)) : Optional.empty();
    }

    /** The same in the name of a user, unless it names one already. */
    public Caller inTheNameOf(@Nullable UserContext other) {
        return other == null || user.token().isPresent() ? this : new Caller(name, appId, serverId, other);
    }

    public boolean sees(long otherAppId) {
        return appId == null || appId == otherAppId;
    }

    public long appToCreateIn() {
        return appId == null ? DEFAULT_APP : appId;
    }
}
