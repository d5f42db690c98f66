# The first process of a server's tree: sh init.sh COMMAND ARGUMENT...
# It says that it is ready and becomes a server only on "go". The end of its stdin says that the worker is gone, or
# does not want the server any more.
echo ready
read -r word && [ "$word" = go ] || exit 0

# In a pid namespace the tree is every process there is; anywhere else -1 would be the whole machine.
server=
signal() {
    if [ $$ -eq 1 ]; then kill -s "$1" -- -1; else kill -s "$1" -- "-$server"; fi
}
# PID 1 of a namespace does not get a signal that it has no handler for. SIGUSR1: the worker has died (process-group).
trap 'signal TERM' TERM
trap 'signal KILL' USR1

# Explicitly, because sh connects a background command's stdin to /dev/null.
exec 3<&0
"$@" <&3 3<&- &
server=$!
# Whoever reads the server's stdout must see its end, even while this shell lives.
exec </dev/null >/dev/null 2>&1 3<&-

# A handled signal ends the wait early: the server is still there then.
while wait "$server"; code=$?; kill -s 0 "$server"; do :; done
[ $$ -eq 1 ] || signal KILL
exit "$code"
