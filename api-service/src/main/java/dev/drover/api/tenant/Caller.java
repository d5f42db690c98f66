package dev.drover.api.tenant;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, and which app they may see.
 *
 * @param name as it goes into commands and the audit log: {@code platform} or {@code key:<id>}
 * @param appId the only app that this caller sees in this request; null: a platform key that named none sees every app
 */
public record Caller(String name, @Nullable Long appId) {
    /** Where something goes that is created without naming an app. */
    public static final long DEFAULT_APP = 1;

    public boolean sees(long otherAppId) {
        return appId == null || appId == otherAppId;
    }

    public long appToCreateIn() {
        return appId == null ? DEFAULT_APP : appId;
    }
}
