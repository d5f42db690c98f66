package dev.drover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    private Path data;

    @Test
    void keepsItsRowsAndAddressWhenStoppedAndStartedAgain() throws Exception {
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0)) {
            postgres.start();
            String before = postgres.jdbcUrl();
            execute(postgres, "create table letter (word text)");
            execute(postgres, "insert into letter values ('kept')");

            postgres.stop();
            postgres.start();

            assertThat(postgres.jdbcUrl()).isEqualTo(before);
            assertThat(word(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void endsWithItsParentAndKeepsWhatWasCommitted() throws Exception {
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0)) {
            postgres.start();
            execute(postgres, "create table letter (word text)");
            execute(postgres, "insert into letter values ('kept')");
        }
        try (ChildJvm parent = ChildJvm.start(PostgresInAnotherJvm.class, data)) {
            long pid = Long.parseLong(parent.firstLine());
            parent.kill();
            await().atMost(Duration.ofSeconds(10)).until(() -> !ProcessState.isRunning(pid));
        }
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0)) {
            postgres.start();
            assertThat(word(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void stopsAlthoughAClientIsConnected() throws Exception {
        EmbeddedPostgres postgres = new EmbeddedPostgres(data, 0);
        postgres.start();
        long pid = postgres.pid();
        try (Connection connection = connect(postgres)) {
            assertThat(connection.isValid(1)).isTrue();
            postgres.stop();
            assertThat(ProcessState.isRunning(pid)).isFalse();
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String word(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select word from letter")) {
            found.next();
            return found.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
