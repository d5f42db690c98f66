package dev.drover.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.audit.ApiEvents;
import dev.drover.api.tenant.Apps;
import dev.drover.api.tenant.Caller;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What persons are called in commands and in the log, which is kept for ever and chained: a hash under a key of their
 * app. While the key is there, a name can be recomputed from who it is; once it is destroyed, nobody can tell any more.
 */
public final class Pseudonyms {
    private static final String PERSON = "oidc:";
    private static final String HASH = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 16;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Apps apps;
    private final AccessChanges changes;
    private final ApiEvents events;
    private final Remembered<byte[]> keys;
    private final SecureRandom random = new SecureRandom();

    public Pseudonyms(
            JdbcClient jdbc, TransactionTemplate transactions, Apps apps, AccessChanges changes, ApiEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.apps = apps;
        this.changes = changes;
        this.events = events;
        this.keys = new Remembered<>(changes, appId -> Optional.of(key(appId)));
    }

    String of(long appId, String subject) {
        byte[] key = keys.find(appId).orElseThrow();
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(key, HASH));
            byte[] hash = mac.doFinal(subject.getBytes(UTF_8));
            return PERSON + HexFormat.of().formatHex(Arrays.copyOf(hash, NAME_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }

    /** The app's, or a new one. */
    private byte[] key(long appId) {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        jdbc.sql("insert into pseudonym_key (app_id, key) values (:app, :key) on conflict do nothing")
                .param("app", appId)
                .param("key", fresh)
                .update();
        return jdbc.sql("select key from pseudonym_key where app_id = :app")
                .param("app", appId)
                .query((row, _) -> row.getBytes(1))
                .single();
    }

    /** Destroys the app's key: what its persons did is still told, and no longer who they were. */
    void forget(Caller caller, long appId) {
        apps.require(appId);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("delete from pseudonym_key where app_id = :app")
                    .param("app", appId)
                    .update();
            events.done(caller.name(), appId, null, "persons_forgotten");
            changes.announce();
        });
        changes.begin();
    }
}
