# An MCP server for a rehearsal: it gives the same answer to all requests, which has something in it for each of them.
while read -r line; do
    [[ $line =~ \"id\":(\"[^\"]*\"|[0-9]+) ]] || continue
    printf '{"jsonrpc":"2.0","id":%s,"result":{%s,%s,%s,%s,%s}}\n' "${BASH_REMATCH[1]}" \
        '"protocolVersion":"2025-11-25"' '"serverInfo":{"name":"one-answer","version":"1"}' '"capabilities":{"tools":{}}' \
        '"tools":[{"name":"say","inputSchema":{"type":"object"}}]' '"content":[{"type":"text","text":"said"}]'
done
