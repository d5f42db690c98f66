package dev.drover.api.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an agent calls a tool: {@code <server>__<tool>}, 1 to 128 of {@code A-Z a-z 0-9 _ - .}, which every model takes. A
 * name depends on nothing but its server and its tool, so it stays when others come and go; and no two tools of an app
 * have the same: a part that cannot stand as it is ends in what nothing else ends in, the server's id or a digest.
 */
final class ToolNames {
    static final int LONGEST = 128;

    private static final String SEPARATOR = "__";
    private static final int LONGEST_SERVER = 48;
    private static final int DIGEST = 10;
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]");
    /** What may stand as it is: nothing in it is mistaken for the separator, or for an id. */
    private static final Pattern SERVER = Pattern.compile("(?!.*__)(?!.*-[0-9]+$)[A-Za-z0-9_.-]{0,47}[A-Za-z0-9.-]");

    private static final Pattern TOOL = Pattern.compile("(?!.*-[0-9a-f]{10}$)[A-Za-z0-9_.-]+");

    private ToolNames() {}

    static String of(String server, long serverId, String tool) {
        String prefix = server(server, serverId) + SEPARATOR;
        return prefix + tool(tool, LONGEST - prefix.length());
    }

    /** The tool of this server that a name stands for, if that can be told from the name alone. */
    static Optional<String> plain(String server, long serverId, String name) {
        String prefix = server(server, serverId) + SEPARATOR;
        return Optional.of(name)
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .filter(tool -> of(server, serverId, tool).equals(name));
    }

    /** The part before the separator. */
    static String server(String name, long serverId) {
        if (SERVER.matcher(name).matches()) {
            return name;
        }
        String plain = FOREIGN.matcher(name).replaceAll("_").replaceAll("_{2,}", "_");
        String suffix = "-" + serverId;
        return cut(plain, LONGEST_SERVER - suffix.length()) + suffix;
    }

    private static String tool(String name, int room) {
        if (name.length() <= room && TOOL.matcher(name).matches()) {
            return name;
        }
        String plain = FOREIGN.matcher(name).replaceAll("_");
        return cut(plain, room - DIGEST - 1) + "-" + digest(name);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
