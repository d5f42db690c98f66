package dev.drover.schemas.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.schemas.message.Sealed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetToolTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final KeysetTool tool = new KeysetTool(new PrintStream(output, true, UTF_8));
    private final Path privateKeyset;
    private final Path publicKeyset;

    KeysetToolTest(@TempDir Path directory) {
        privateKeyset = directory.resolve("private.json");
        publicKeyset = directory.resolve("public.json");
    }

    @BeforeEach
    void create() {
        assertThat(run("create", privateKeyset, publicKeyset)).isZero();
    }

    @Test
    void bothFilesAreTheirOwnersOnly() throws IOException {
        for (Path file : List.of(privateKeyset, publicKeyset)) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aKeysetIsNotMadeAnewOverAnother() throws IOException {
        String before = Files.readString(privateKeyset);
        assertThat(run("create", privateKeyset, publicKeyset)).isEqualTo(1);
        assertThat(Files.readString(privateKeyset)).isEqualTo(before);
    }

    @Test
    void keysAreRotatedWithoutAnUnreadableMoment() {
        Sealed old = Sealer.from(publicKeyset).seal(7, "old");
        assertThat(run("add", privateKeyset)).isZero();
        Opener workers = Opener.from(privateKeyset);
        assertThat(workers.open(7, old)).isEqualTo("old");

        String added = keys().get(1);
        assertThat(run("use", added, privateKeyset, publicKeyset)).isZero();
        Sealer sealer = Sealer.from(publicKeyset);
        assertThat(sealer.isUpToDate(old)).isFalse();
        Sealed fresh = sealer.seal(7, "new");
        assertThat(sealer.isUpToDate(fresh)).isTrue();
        assertThat(workers.open(7, fresh)).isEqualTo("new");

        assertThat(run("remove", keys().getFirst(), privateKeyset, publicKeyset))
                .isZero();
        Opener later = Opener.from(privateKeyset);
        assertThat(later.open(7, fresh)).isEqualTo("new");
        assertThatThrownBy(() -> later.open(7, old)).isInstanceOf(SealedUnreadable.class);
    }

    @Test
    void theKeyInUseIsNotRemoved() {
        assertThat(run("remove", keys().getFirst(), privateKeyset, publicKeyset))
                .isEqualTo(1);
        assertThat(output.toString(UTF_8)).contains("is in use");
    }

    @Test
    void thePrivateKeysetIsRefusedWhereThePublicOneBelongs() {
        assertThatThrownBy(() -> Sealer.from(privateKeyset)).isInstanceOf(UnusableKeyset.class);
        assertThatThrownBy(() -> Opener.from(publicKeyset)).isInstanceOf(UnusableKeyset.class);
    }

    @Test
    void whatItDoesNotKnowIsAnsweredWithItsUsage() {
        assertThat(run("destroy")).isEqualTo(2);
        assertThat(run("use", "soon", privateKeyset, publicKeyset)).isEqualTo(1);
        assertThat(run("show", publicKeyset.resolveSibling("none.json"))).isEqualTo(1);
        assertThat(output.toString(UTF_8)).contains("keyset create", "named by its number", "it cannot be read");
    }

    private int run(Object... arguments) {
        return tool.run(List.of(arguments).stream().map(Object::toString).toList());
    }

    private List<String> keys() {
        output.reset();
        run("show", privateKeyset);
        return output.toString(UTF_8)
                .lines()
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }
}
