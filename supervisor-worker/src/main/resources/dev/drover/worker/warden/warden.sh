# The warden: ends a worker that cannot end itself in time. Needs bash 4.4; starts no other program.
#   bash warden.sh watch PID START     beside a worker that has started it; START: clock ticks from boot to the worker's start
#   bash warden.sh run COMMAND...      as PID 1 of a container: starts the worker, reaps, and its end empties the container
# It reads orders, one a line, and answers each by its number when it has it:
#   NUMBER DEADLINE [TREE...]          centiseconds of /proc/uptime, or "-": none; the first process of each tree that
#                                      must be killed, because nothing else kills it when the worker dies
#   bye                                the worker ends in good order
# At the deadline, or when the orders end without a "bye", it kills the worker and these trees.
# Not "set -e": whatever goes wrong, it goes on.
LC_ALL=C
TZ=UTC
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)); then
    echo "bash 4.4 or newer is needed, and this is $BASH_VERSION" >&2
    exit 69
fi
IFS=' '
set -f

# The group that Ctrl-C and a service manager's signals reach is not its own, but a signal may be sent to anyone.
# Nor must it end because a dead worker does not read its last answer.
if [ "$1" = watch ]; then
    trap '' HUP INT TERM PIPE
    worker=$2 start=$3
    exec {orders}<&0 {answers}>&1 </dev/null
elif [ "$1" = run ] && [ $$ -eq 1 ]; then
    shift
    exec {input}<&0 {output}>&1
    # The worker's ends of both pipes are descriptors 8 and 9; nobody but the worker holds them.
    coproc { exec 8<&0 9>&1 <&"$input" >&"$output" {input}<&- {output}>&-; DROVER_WARDEN=8,9 exec "$@"; }
    worker=$COPROC_PID
    exec {orders}<&"${COPROC[0]}" {answers}>&"${COPROC[1]}" </dev/null {input}<&-
    trap '' HUP PIPE
    trap 'kill -TERM "$worker"' TERM INT
else
    echo "bash warden.sh run COMMAND... is for the first process of a container, and this is process $$" >&2
    exit 64
fi

now() {
    local up
    read -r up _ </proc/uptime
    now=$((10#${up/./}))
}

# Field 22 of a process's stat; nothing for a zombie or for none.
started() {
    local stat
    started=
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return
    set -- ${stat##*) }
    [ "$1" = Z ] || started=${20}
}

# A pid is used again: only what is still the process that it was is killed.
kill_worker() {
    started "$worker"
    [ -n "$started" ] && [ "$started" = "$start" ] && kill -KILL "$worker" 2>/dev/null
}

# Whether the process is of a tree of this worker. What unset this variable is found by its group only.
is_marked() {
    local variable
    local -a environment
    { mapfile -d '' -t environment <"/proc/$1/environ"; } 2>/dev/null || return 1
    for variable in "${environment[@]}"; do
        [ "$variable" != "DROVER_INCARNATION=$worker-$start" ] || return 0
    done
    return 1
}

kill_groups() {
    local tree child children
    for tree; do
        is_marked "$tree" || continue
        children=
        { read -r children <"/proc/$tree/task/$tree/children"; } 2>/dev/null
        for child in $children $tree; do
            kill -KILL -- "-$child" 2>/dev/null
        done
    done
}

# A process may fork while its parent dies: so until none is found.
kill_marked() {
    local process found=1 rounds=0
    set +f
    while ((found && rounds++ < 100)); do
        found=0
        for process in /proc/[0-9]*; do
            is_marked "${process#/proc/}" && kill -KILL "${process#/proc/}" 2>/dev/null && found=1
        done
    done
}

end_all() {
    kill_worker
    [ $$ -ne 1 ] || exit 137
    if [ ${#trees[@]} -gt 0 ]; then
        kill_groups "${trees[@]}"
        kill_marked
    fi
    # A worker that was killed says nothing of it, so this stands beside this script.
    now
    { printf '%(%FT%TZ)T worker %s: %s, at %s of a lease until %s\n' -1 "$worker" "$1" "$now" "$deadline" \
        >>"${0%/*}/warden.log"; } 2>/dev/null
    exit 0
}

# The end of the orders. PID 1 ends when the worker has, and as it did.
over() {
    [ $$ -eq 1 ] || [ -n "$good" ] || end_all "its orders have ended"
    [ $$ -eq 1 ] || exit 0
    [ -n "$good" ] || kill_worker
    while { wait "$worker"; code=$?; } 2>/dev/null; started "$worker"; [ -n "$started" ]; do :; done
    exit "$code"
}

[ $$ -ne 1 ] || { started "$worker"; start=$started; }
trees=()
deadline=-
good=
text=
while :; do
    limit=()
    if [ "$deadline" != - ]; then
        now
        left=$((deadline - now))
        ((left > 0)) || end_all "its lease is over"
        # The limit does not count a suspended machine's time; the clock does.
        ((left < 50)) || left=50
        printf -v limit -- '-t0.%02d' "$left"
    fi
    part=
    # No IFS: it would take the blank off the end of half a line.
    IFS='' read -r "${limit[@]}" -u "$orders" part
    code=$?
    text+=$part
    if ((code > 128)); then
        # Not a whole line yet.
        continue
    elif ((code)); then
        over
    fi
    order=($text)
    text=
    if [ "${order[0]}" = bye ]; then
        good=1 deadline=-
    else
        deadline=${order[1]}
        trees=("${order[@]:2}")
        echo "${order[0]}" >&"$answers" 2>/dev/null
    fi
done
