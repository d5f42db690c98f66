package dev.drover.api.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** What a request shows to say who it is from; nothing of it is checked yet. */
public final class Credential extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final String text;

    Credential(String text) {
        super(List.of());
        this.text = text;
    }

    public String text() {
        return text;
    }

    @Override
    public Object getCredentials() {
        return text;
    }

    @Override
    public Object getPrincipal() {
        return "";
    }

    /** It is not for logs. */
    @Override
    public String toString() {
        return "Credential[***]";
    }
}
