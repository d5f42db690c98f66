package dev.drover.api.access;

import dev.drover.api.tenant.Caller;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request whose credential is good: its caller, and what that one may do. */
public final class Authenticated extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    private final Caller caller;

    public Authenticated(Caller caller, Authority authority) {
        super(authority.granted());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.name();
    }
}
