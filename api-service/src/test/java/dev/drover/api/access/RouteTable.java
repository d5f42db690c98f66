package dev.drover.api.access;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which credential each route needs. It is written down here once more, apart from the rules of the service, so that a
 * new route cannot come into being without somebody saying who may use it.
 */
final class RouteTable {
    enum Need {
        READ,
        MANAGE,
        PLATFORM,
        TOKEN
    }

    private static final String ROUTES = """
            READ     GET    /internal/mcp_servers
            MANAGE   POST   /internal/mcp_servers
            MANAGE   POST   /internal/mcp_servers/test
            MANAGE   POST   /internal/mcp_servers/import
            READ     GET    /internal/mcp_servers/{}
            MANAGE   PUT    /internal/mcp_servers/{}
            MANAGE   DELETE /internal/mcp_servers/{}
            MANAGE   POST   /internal/mcp_servers/{}/start
            MANAGE   POST   /internal/mcp_servers/{}/stop
            MANAGE   POST   /internal/mcp_servers/{}/restart
            MANAGE   POST   /internal/mcp_servers/{}/debug
            READ     GET    /internal/mcp_servers/{}/tools
            READ     GET    /internal/mcp_servers/{}/resources
            READ     GET    /internal/mcp_servers/{}/prompts
            MANAGE   POST   /internal/mcp_servers/{}/tools/{}/call
            READ     POST   /internal/mcp_servers/{}/resources/read
            READ     POST   /internal/mcp_servers/{}/prompts/{}/get
            READ     GET    /internal/mcp_servers/{}/logs
            READ     GET    /internal/mcp_servers/{}/events
            READ     GET    /internal/mcp_servers/{}/tokens
            MANAGE   POST   /internal/mcp_servers/{}/tokens
            MANAGE   DELETE /internal/mcp_servers/{}/tokens/{}
            READ     GET    /internal/commands/{}
            READ     GET    /internal/agents/{}/mcp_servers
            READ     GET    /internal/agents/{}/mcp_servers/{}
            MANAGE   PUT    /internal/agents/{}/mcp_servers/{}
            MANAGE   DELETE /internal/agents/{}/mcp_servers/{}
            READ     GET    /internal/agents/{}/tools
            READ     GET    /internal/agents/{}/resources
            MANAGE   POST   /internal/agents/{}/tools/{}/call
            READ     GET    /internal/agents/{}/mcp_configs/{}
            MANAGE   PUT    /internal/agents/{}/mcp_configs/{}
            MANAGE   DELETE /internal/agents/{}/mcp_configs/{}
            READ     GET    /internal/mcp_configs
            MANAGE   POST   /internal/mcp_configs
            READ     GET    /internal/mcp_configs/{}
            MANAGE   PUT    /internal/mcp_configs/{}
            MANAGE   DELETE /internal/mcp_configs/{}
            READ     GET    /internal/audit/events
            READ     GET    /internal/audit/state
            PLATFORM GET    /internal/audit/projection/rebuild
            PLATFORM POST   /internal/audit/projection/rebuild
            PLATFORM GET    /internal/workers
            PLATFORM GET    /internal/apps
            PLATFORM POST   /internal/apps
            PLATFORM GET    /internal/apps/{}
            PLATFORM DELETE /internal/apps/{}
            PLATFORM GET    /internal/apps/{}/api_keys
            PLATFORM POST   /internal/apps/{}/api_keys
            PLATFORM DELETE /internal/apps/{}/api_keys/{}
            PLATFORM GET    /internal/apps/{}/pseudonyms
            PLATFORM DELETE /internal/apps/{}/pseudonyms
            TOKEN    GET    /mcp/v1/servers
            TOKEN    GET    /mcp/v1/servers/{}/tools
            TOKEN    GET    /mcp/v1/servers/{}/resources
            TOKEN    POST   /mcp/v1/servers/{}/resources/read
            TOKEN    POST   /mcp/v1/callback
            """;

    private RouteTable() {}

    /** By method and path, such as {@code GET /internal/mcp_servers/{}}. */
    static Map<String, Need> needs() {
        Map<String, Need> needs = new TreeMap<>();
        ROUTES.lines()
                .map(line -> line.split("\\s+", 3))
                .forEach(parts -> needs.put(route(parts[1], parts[2]), Need.valueOf(parts[0])));
        return needs;
    }

    static String route(String method, String path) {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }
}
