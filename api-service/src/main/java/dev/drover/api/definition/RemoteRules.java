package dev.drover.api.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.api.definition.Endpoint.Transport;
import dev.drover.schemas.address.AllowedHosts;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a definition with a {@code url}. */
final class RemoteRules {
    /** RFC 9110, section 5.1: a token. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Which HTTP itself says. */
    private static final Set<String> OF_HTTP =
            Set.of("connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade");

    private final AllowedHosts allowed;

    RemoteRules(AllowedHosts allowed) {
        this.allowed = allowed;
    }

    Endpoint.Remote check(String url, DefinitionRequest request, Map<String, Secret> stored) {
        checkUrl(url);
        refuse("args", request.args());
        refuse("env", request.env());
        return new Endpoint.Remote(
                url,
                transport(request.transport()),
                headers(request.headers(), stored),
                Boolean.TRUE.equals(request.forwardUserToken()),
                authorities(request.tlsCa()),
                !Boolean.FALSE.equals(request.tlsVerify()));
    }

    private static @Nullable String authorities(@Nullable String pem) {
        if (pem == null) {
            return null;
        }
        PlainText.check("tls_ca", pem);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (!factory.generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)))
                    .isEmpty()) {
                return pem;
            }
        } catch (CertificateException e) {
            // as good as none
        }
        throw InvalidDefinition.problem("invalid_field", "tls_ca", "'tls_ca' must be certificates in the form of PEM.");
    }

    private void checkUrl(String url) {
        PlainText.checkLine("url", url);
        URI uri = parsed(url);
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getPort() > 65_535) {
            throw invalidUrl("'url' must be an http or https address with a host.", null);
        }
        if (uri.getRawUserInfo() != null) {
            throw invalidUrl(
                    "'url' must not hold a user name or password, since it is shown.",
                    "Put credentials into 'headers'.");
        }
        checkHost(uri.getHost());
    }

    /** The worker looks again where a name leads to when it connects. */
    private void checkHost(String host) {
        if (!allowed.mayAllow(host)) {
            throw InvalidDefinition.problem(
                    "url_not_allowed",
                    "url",
                    "'url' leads to an address that is not public.",
                    "Ask the operator to add its host to DROVER_ALLOWED_URL_HOSTS.");
        }
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw invalidUrl("'url' is not a valid address.", null);
        }
    }

    private static RuntimeException invalidUrl(String detail, @Nullable String hint) {
        return InvalidDefinition.problem("invalid_url", "url", detail, hint);
    }

    private static Transport transport(@Nullable String transport) {
        return switch (transport) {
            case null -> Transport.AUTO;
            case "sse" -> Transport.SSE;
            case "streamable_http" -> Transport.STREAMABLE_HTTP;
            default ->
                throw InvalidDefinition.problem(
                        "invalid_transport",
                        "transport",
                        "'transport' must be sse or streamable_http.",
                        "Without it, Streamable HTTP is tried first, then SSE.");
        };
    }

    private static Map<String, Secret> headers(
            @Nullable Map<String, @Nullable SentValue> headers, Map<String, Secret> stored) {
        Map<String, Secret> checked = new LinkedHashMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> checked.put(headerName(name), headerValue(name, value, stored)));
        }
        return checked;
    }

    private static String headerName(String name) {
        if (!HEADER_NAME.matcher(name).matches() || OF_HTTP.contains(name.toLowerCase(Locale.ROOT))) {
            throw InvalidDefinition.problem(
                    "invalid_header_name", "headers", "A name in 'headers' is not the name of an HTTP header.");
        }
        return name;
    }

    private static Secret headerValue(String name, @Nullable SentValue value, Map<String, Secret> stored) {
        String field = "headers." + name;
        Secret secret = Values.secret(field, name, value, stored);
        if (secret instanceof Secret.Sent(String text)) {
            PlainText.checkLine(field, text);
        }
        return secret;
    }

    private static void refuse(String field, @Nullable Object value) {
        if (value != null) {
            throw InvalidDefinition.problem(
                    "field_not_applicable", field, "'" + field + "' belongs to a definition with 'command'.");
        }
    }
}
