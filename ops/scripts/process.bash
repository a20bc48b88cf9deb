# shellcheck shell=bash
# Sourced by the scripts beside it: messages, ports, and processes known by number and start time.

say() { printf '%s\n' "$*" >&2; }

# fail MESSAGE [WHAT TO DO…]: prints the error and what mends it, then ends the script.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    [ $# = 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}

# start_time PID: when the process began, in clock ticks since boot; fails when it is gone or a zombie.
start_time() {
    local stat fields
    { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] && printf '%s\n' "${fields[19]}"
}

# record FILE PID [FINGERPRINT]: remembers a process so that its number, once reused, is not mistaken for it.
record() {
    local began
    began=$(start_time "$2") || return 1
    printf '%s %s %s\n' "$2" "$began" "${3:-}" >"$1"
}

# alive FILE: succeeds while the recorded process runs; leaves its number in `pid` and its fingerprint in `mark`.
alive() {
    local began
    pid='' mark=''
    [ -s "$1" ] || return 1
    # shellcheck disable=SC2034 # the caller compares `mark` with what it would start now
    read -r pid began mark <"$1"
    [ -n "$pid" ] && [ "$(start_time "$pid")" = "$began" ]
}

# await_end FILE SECONDS: waits until the recorded process is gone.
await_end() {
    local deadline=$((SECONDS + $2))
    while alive "$1"; do
        [ $SECONDS -lt $deadline ] || return 1
        sleep 0.05
    done
}

# end_process FILE SECONDS NAME: asks the recorded process to stop, forces it after SECONDS, forgets it.
end_process() {
    if alive "$1"; then
        kill -TERM "$pid" 2>/dev/null || true
        if ! await_end "$1" "$2"; then
            say "$3 did not stop within $2 s; killing it"
            kill -KILL "$pid" 2>/dev/null || true
            await_end "$1" 10 || fail "$3 (process $pid) cannot be killed" "look at it with: ps -fp $pid"
        fi
    fi
    rm -f "$1"
}

# listening PORT: succeeds when something accepts connections on this loopback port.
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: prints a loopback port nobody listens on, below the range the kernel hands out by itself.
free_port() {
    local port
    for _ in {1..200}; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000))
        listening "$port" || { echo "$port"; return; }
    done
    fail "no free port between 20000 and 29999" "end some of the listeners shown by: ss -ltn"
}

# check_port NAME VALUE: refuses what is no port an ordinary user may open.
check_port() {
    if ! [[ $2 =~ ^[0-9]{4,5}$ ]] || [ "$2" -lt 1024 ] || [ "$2" -gt 65535 ]; then
        fail "$1 is '$2', expected a port from 1024 to 65535" "usage: ${usage:-see the script}"
    fi
}

# open_files: how many files a service may open: what the system allows, at most 65536.
open_files() {
    local most
    most=$(ulimit -Hn)
    if [ "$most" = unlimited ] || [ "$most" -gt 65536 ]; then echo 65536; else echo "$most"; fi
}

# secret FILE: prints the password kept in FILE (mode 0600), inventing it the first time.
secret() {
    [ -s "$1" ] || (umask 077 && head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1")
    cat "$1"
}
