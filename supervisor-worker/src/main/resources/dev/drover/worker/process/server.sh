# The last step before a server, as its own user and within its limits: sh server.sh COUNT -- PROGRAM ARGUMENT...
# The server's variables are in DROVER_VARIABLE_1=NAME=VALUE and so on, so that nothing before this obeyed them, and no
# other user could read them in a command line. This script has no variables of its own: the server's may have any name.
until [ "$1" = 0 ]; do
    eval "shift; set -- $(($1 - 1)) \"\$DROVER_VARIABLE_$1\" \"\$@\"; unset DROVER_VARIABLE_$1"
done
shift
until [ "$1" = -- ]; do
    # "command", or else a name that this shell keeps to itself would end it.
    command export "$1" || echo "The shell of the worker's host cannot set this variable of env: ${1%%=*}" >&2
    shift
done
shift
exec "$@"
