package dev.drover.api.query;

import java.time.Duration;

/** What a query needs to know of the server that it asks. */
record QueriedServer(long serverId, long appId, Duration requestTimeout, boolean forwardsUserToken) {
    QueriedServer(long serverId, long appId, Duration requestTimeout) {
        this(serverId, appId, requestTimeout, false);
    }
}
