package dev.drover.worker.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.worker.mcp.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int LIMIT = 40_000;

    @Test
    void linesAreCutAtTheirEndsAndTheLastNeedsNone() throws Exception {
        assertThat(lines("a\n\nbä\nc"))
                .containsExactly(new Line("a", 1), new Line("", 0), new Line("bä", 3), new Line("c", 1));
    }

    @Test
    void aLineOfTheLimitIsWhole() throws Exception {
        String line = "x".repeat(LIMIT);

        assertThat(lines(line + "\nb\n")).containsExactly(new Line(line, LIMIT), new Line("b", 1));
    }

    @Test
    void aLineBeyondTheLimitIsNamedOnceAndSkipped() throws Exception {
        List<Line> lines = lines("a\n" + "x".repeat(10 * LIMIT) + "\nb\n");

        assertThat(lines).extracting(line -> line.size() > LIMIT).containsExactly(false, true, false);
        assertThat(lines.get(1).text()).matches("x{1000}");
        assertThat(lines.get(2)).isEqualTo(new Line("b", 1));
    }

    @Test
    void theStreamMayEndInALineThatIsTooLong() throws Exception {
        assertThat(lines("x".repeat(10 * LIMIT))).hasSize(1);
    }

    private static List<Line> lines(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), LIMIT, skipped -> {});
        List<Line> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }
}
