package dev.drover.faults.load;

import dev.drover.faults.evidence.StatusRow;
import dev.drover.faults.load.Managed.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The servers of a run, each a witness. Any thread may ask; one makes and removes them. */
public final class Fleet {

    static final String PATH = "/internal/mcp_servers";

    private final Api api;
    private final Journal journal;
    private final Path script;
    private final Path witnesses;
    private final List<Managed> servers = new CopyOnWriteArrayList<>();
    private int made;

    /** @param witnesses where the servers write down their lives */
    public Fleet(Api api, Journal journal, Path script, Path witnesses) {
        this.api = api;
        this.journal = journal;
        this.script = script;
        this.witnesses = witnesses;
    }

    public List<Managed> servers() {
        return List.copyOf(servers);
    }

    public List<Managed> of(Role role) {
        return servers.stream().filter(server -> server.role() == role).toList();
    }

    /** They are told to run; nobody waits for that. */
    public List<Managed> make(Role role, int count) throws IOException {
        List<Managed> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Api.Answer answer = api.send("POST", PATH, definition(role));
            if (answer.status() != 201) {
                throw new IOException("no server was made: " + answer);
            }
            fresh.add(new Managed(answer.body().path("server_id").asLong(), role));
        }
        servers.addAll(fresh);
        return fresh;
    }

    private String definition(Role role) {
        String mode = switch (role) {
            case STEADY, BUSY -> "normal";
            case STUBBORN -> "will-not-die";
            case LOOPING -> "crash-loop";
        };
        return """
                {"name":"%s %d","command":"bash","args":["%s","%s","%s"],"restart":"always","start":true}""".formatted(mode, ++made, script, witnesses, mode);
    }

    public void remove(List<Managed> gone) throws IOException {
        for (Managed server : gone) {
            Api.Answer answer = api.send("DELETE", PATH + "/" + server.id(), null);
            if (answer.status() != 202) {
                throw new IOException("server " + server.id() + " is not removed: " + answer);
            }
            journal.accept(answer.body().path("command_id").asString(""), server.id(), "remove", 1);
        }
        servers.removeAll(gone);
    }

    /** What the API says of each. */
    public Map<Long, StatusRow> views() throws IOException {
        Api.Answer answer = api.get(PATH + "?limit=500");
        if (answer.status() != 200) {
            throw new IOException("the servers are not listed: " + answer);
        }
        Map<Long, StatusRow> views = new TreeMap<>();
        for (JsonNode item : answer.body().path("items")) {
            StatusRow view = view(item);
            views.put(view.serverId(), view);
        }
        return views;
    }

    /** Which workers have servers of that kind. */
    public Set<String> ownersOf(Role role) throws IOException {
        Map<Long, StatusRow> views = views();
        return of(role).stream()
                .map(server -> views.get(server.id()))
                .filter(Objects::nonNull)
                .map(StatusRow::worker)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Those servers that nobody stops and that the worker has. */
    public List<Managed> steadyOn(String worker) throws IOException {
        Set<Long> there = views().values().stream()
                .filter(view -> worker.equals(view.worker()))
                .map(StatusRow::serverId)
                .collect(Collectors.toSet());
        return of(Role.STEADY).stream()
                .filter(server -> there.contains(server.id()))
                .toList();
    }

    private static StatusRow view(JsonNode item) {
        JsonNode worker = item.path("worker_id");
        JsonNode pid = item.path("pid");
        return new StatusRow(
                item.path("server_id").asLong(),
                item.path("desired_status").asString(),
                item.path("status").asString(),
                worker.isString() ? worker.asString() : null,
                pid.isNumber() ? pid.asLong() : null);
    }
}
