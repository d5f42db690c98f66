package dev.drover.api.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How keys and tokens are written: what it is, its id, and 256 random bits, such as {@code drv_app_7_…}. The id finds its
 * row, so that the secret part is only ever compared, and a scanner of leaked secrets knows one when it sees one.
 */
public enum CredentialText {
    APP_KEY("drv_app_"),
    SERVER_TOKEN("drv_mcp_");

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String prefix;
    private final Pattern form;

    CredentialText(String prefix) {
        this.prefix = prefix;
        this.form = Pattern.compile(prefix + "([0-9]{1,18})_[A-Za-z0-9_-]{43}");
    }

    public String make(long id) {
        byte[] secret = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(secret);
        return prefix + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** @return the id in it; empty if it is none of this kind, for which nobody needs to ask the database */
    public Optional<Long> idIn(String credential) {
        Matcher matcher = form.matcher(credential);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
