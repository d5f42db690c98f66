package dev.drover.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.local.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnSharedStack
class DocsE2E {

    private static final String NO_BROWSER =
            "NOT TESTED: that /docs opens in a browser. There is no Chromium on the PATH; install the package chromium";

    @TempDir
    private Path profile;

    @Test
    void theApisDescriptionOpensInABrowser(LocalStack stack) throws Exception {
        Optional<Path> program = Chromium.find();
        if (program.isEmpty()) {
            System.err.println(NO_BROWSER);
        }
        assumeTrue(program.isPresent(), NO_BROWSER);
        Chromium chromium = new Chromium(program.get(), profile);

        String document = chromium.document(stack.apiUrl() + "/docs");

        assertThat(document)
                .contains("Start a server", "What became of a command")
                .contains("/internal/mcp_servers", "/internal/commands/")
                .doesNotContain("Failed to load", "No operations defined");
        Path image = Path.of("target", "docs.png").toAbsolutePath();
        chromium.screenshot(stack.apiUrl() + "/docs", image);
        assertThat(Files.size(image)).isGreaterThan(20_000);
    }
}
