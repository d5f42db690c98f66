package dev.drover.api.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a caller may do; each may also do what stands before it, but for an MCP server, which is none of them. */
public enum Authority {
    /** Look at what is the app's. */
    READ,
    /** Change and use it. */
    MANAGE,
    /** See every app, and make them. */
    PLATFORM,
    /** Use the router. */
    MCP_SERVER;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<GrantedAuthority> granted() {
        return switch (this) {
            case READ, MCP_SERVER -> granted(this);
            case MANAGE -> granted(READ, MANAGE);
            case PLATFORM -> granted(READ, MANAGE, PLATFORM);
        };
    }

    private static List<GrantedAuthority> granted(Authority... all) {
        return Stream.of(all)
                .<GrantedAuthority>map(each -> new SimpleGrantedAuthority(each.text()))
                .toList();
    }
}
