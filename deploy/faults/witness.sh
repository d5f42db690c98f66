# A small MCP server that writes down its own life: bash witness.sh DIRECTORY [MODE]
#   normal         ends at the end of its stdin
#   will-not-die   goes on at the end of its stdin, and ignores SIGTERM
#   crash-loop     ends with 1 a moment after it is ready
# DIRECTORY/SERVER.log gets a line for each thing that happens:
#   CENTISECONDS-SINCE-BOOT EVENT WORKER INCARNATION RUN [DETAIL]
# Whoever finds another life of the same server holding DIRECTORY/SERVER.lock writes a "violation". Needs flock(1);
# nothing else is started, so that a hundred of these cost little.
LC_ALL=C
directory=$1 mode=${2:-normal} server=$DROVER_SERVER_ID
life="$DROVER_WORKER_ID $DROVER_INCARNATION $DROVER_RUN"
exec {journal}>>"$directory/$server.log"

note() {
    local up
    read -r up _ </proc/uptime
    printf '%s\n' "${up/./} $1 $life${2:+ $2}" >&"$journal"
}

answer() {
    printf '%s\n' "{\"jsonrpc\":\"2.0\",\"id\":$1,$2}"
}

exec {lock}>>"$directory/$server.lock"
if flock --nonblock "$lock"; then
    note start
else
    note violation
fi
# A descriptor on which nothing ever comes: reading it with a time limit is a sleep without a process.
exec {never}<> <(:)
trap 'note end; exit 0' TERM
[ "$mode" != will-not-die ] || trap '' TERM

serve() {
    local id method
    [[ $1 =~ \"id\":(\"[^\"]*\"|[0-9]+) ]] || return 0
    id=${BASH_REMATCH[1]}
    [[ $1 =~ \"method\":\"([^\"]+)\" ]] || return 0
    method=${BASH_REMATCH[1]}
    case $method in
    initialize)
        answer "$id" '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"witness","version":"1"}}'
        [ "$mode" != crash-loop ] || { read -r -t 0.1 -u "$never"; note end; exit 1; }
        ;;
    ping) answer "$id" '"result":{}' ;;
    tools/list) answer "$id" '"result":{"tools":[{"name":"note","inputSchema":{"type":"object"}}]}' ;;
    tools/call)
        [[ $1 =~ \"nonce\":\"([^\"]+)\" ]] && note call "${BASH_REMATCH[1]}"
        answer "$id" '"result":{"content":[{"type":"text","text":"noted"}]}'
        ;;
    *) answer "$id" '"error":{"code":-32601,"message":"no such method"}' ;;
    esac
}

# Whether it is all of a message: none of ours has a brace in a string.
is_whole() {
    local opened=${1//[^\{]/} closed=${1//[^\}]/}
    [ -n "$opened" ] && [ ${#opened} -eq ${#closed} ]
}

part=
while :; do
    note alive
    read -r -t 0.2 line
    code=$?
    # A time limit that strikes within a line leaves its first part, and at its very end all but the news of the end.
    part+=$line
    if [ "$code" -eq 0 ] || { [ "$code" -gt 128 ] && is_whole "$part"; }; then
        serve "$part"
        part=
    elif [ "$code" -le 128 ]; then
        [ "$mode" = will-not-die ] || { note end; exit 0; }
        read -r -t 0.2 -u "$never"
    fi
done
