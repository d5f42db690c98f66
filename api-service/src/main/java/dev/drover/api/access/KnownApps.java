package dev.drover.api.access;

import dev.drover.api.tenant.App;
import dev.drover.api.tenant.Apps;

/** Which apps there are, for credentials that name one themselves. Any thread. */
public final class KnownApps {
    private final Remembered<App> apps;

    public KnownApps(Apps apps, AccessChanges changes) {
        this.apps = new Remembered<>(changes, apps::find);
    }

    public boolean has(long appId) {
        return apps.find(appId).isPresent();
    }
}
