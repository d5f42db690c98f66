package dev.drover.schemas.sealing;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.IntPredicate;

/** {@code keyset …} on the command line: makes the keysets of an installation, and rotates their keys. */
public final class KeysetTool {
    /** The first argument of a service's program that means this instead. */
    public static final String NAME = "keyset";

    private static final String USAGE = """
            keyset create PRIVATE PUBLIC      make both files: PRIVATE is for the workers, PUBLIC for the API
            keyset show PRIVATE               list its keys; values are sealed with the one in use
            keyset add PRIVATE                add a key that is not in use: give the file to every worker, and then
            keyset use KEY PRIVATE PUBLIC     put it in use: give PUBLIC to every API service
            keyset remove KEY PRIVATE PUBLIC  remove a key: what is still sealed with it cannot be opened any more""";

    private final PrintStream out;

    public KeysetTool(PrintStream out) {
        this.out = out;
    }

    /**
     * @param arguments after {@link #NAME}
     * @return the program's exit code
     */
    public int run(List<String> arguments) {
        try {
            return carryOut(arguments);
        } catch (UnusableKeyset | IllegalArgumentException e) {
            out.println(e.getMessage());
        } catch (IOException e) {
            out.println("The file cannot be written: " + e);
        } catch (GeneralSecurityException e) {
            out.println("The keyset cannot be changed: " + e.getMessage());
        }
        return 1;
    }

    private int carryOut(List<String> arguments) throws IOException, GeneralSecurityException {
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        switch (verb + " " + rest.size()) {
            case "create 2" -> create(Path.of(rest.get(0)), Path.of(rest.get(1)));
            case "show 1" -> show(KeysetFile.readPrivate(Path.of(rest.getFirst())));
            case "add 1" -> add(Path.of(rest.getFirst()));
            case "use 3" -> use(id(rest.get(0)), Path.of(rest.get(1)), Path.of(rest.get(2)));
            case "remove 3" -> remove(id(rest.get(0)), Path.of(rest.get(1)), Path.of(rest.get(2)));
            default -> {
                out.println(USAGE);
                return 2;
            }
        }
        return 0;
    }

    private static int id(String key) {
        try {
            return Integer.parseUnsignedInt(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("A key is named by its number, as 'keyset show' lists it");
        }
    }

    private void create(Path privateKeyset, Path publicKeyset) throws IOException {
        if (Files.exists(privateKeyset)) {
            throw new IllegalArgumentException(
                    privateKeyset + " is there already: without its keys nobody opens what is sealed with them");
        }
        KeysetFile.ensure(privateKeyset, publicKeyset);
        show(KeysetFile.readPrivate(privateKeyset));
    }

    private void add(Path privateKeyset) throws IOException, GeneralSecurityException {
        KeysetHandle before = KeysetFile.readPrivate(privateKeyset);
        KeysetHandle after = copy(before, before.getPrimary().getId(), id -> true)
                .addEntry(KeysetHandle.generateEntryFromParameters(Hpke.PARAMETERS)
                        .withRandomId())
                .build();
        KeysetFile.writePrivate(privateKeyset, after);
        show(after);
    }

    private void use(int id, Path privateKeyset, Path publicKeyset) throws IOException, GeneralSecurityException {
        KeysetHandle before = known(id, privateKeyset);
        write(copy(before, id, any -> true).build(), privateKeyset, publicKeyset);
    }

    private void remove(int id, Path privateKeyset, Path publicKeyset) throws IOException, GeneralSecurityException {
        KeysetHandle before = known(id, privateKeyset);
        int inUse = before.getPrimary().getId();
        if (id == inUse) {
            throw new IllegalArgumentException("Key " + Hpke.text(id) + " is in use: put another one in use first");
        }
        write(copy(before, inUse, any -> any != id).build(), privateKeyset, publicKeyset);
    }

    private void write(KeysetHandle keyset, Path privateKeyset, Path publicKeyset) throws IOException {
        KeysetFile.writePrivate(privateKeyset, keyset);
        KeysetFile.writePublic(publicKeyset, keyset);
        show(keyset);
    }

    private static KeysetHandle known(int id, Path privateKeyset) {
        KeysetHandle keyset = KeysetFile.readPrivate(privateKeyset);
        for (int at = 0; at < keyset.size(); at++) {
            if (keyset.getAt(at).getId() == id) {
                return keyset;
            }
        }
        throw new IllegalArgumentException(privateKeyset + " has no key " + Hpke.text(id));
    }

    private static KeysetHandle.Builder copy(KeysetHandle keyset, int primary, IntPredicate isKept) {
        KeysetHandle.Builder copy = KeysetHandle.newBuilder().setConfiguration(Hpke.CONFIGURATION);
        for (int at = 0; at < keyset.size(); at++) {
            KeysetHandle.Entry entry = keyset.getAt(at);
            if (isKept.test(entry.getId())) {
                var copied = KeysetHandle.importKey(entry.getKey())
                        .withFixedId(entry.getId())
                        .setStatus(KeyStatus.ENABLED);
                copy.addEntry(entry.getId() == primary ? copied.makePrimary() : copied);
            }
        }
        return copy;
    }

    private void show(KeysetHandle keyset) {
        for (int at = 0; at < keyset.size(); at++) {
            KeysetHandle.Entry entry = keyset.getAt(at);
            out.println("key %s %08x%s"
                    .formatted(Hpke.text(entry.getId()), entry.getId(), entry.isPrimary() ? " (in use)" : ""));
        }
    }
}
