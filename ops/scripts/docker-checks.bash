# shellcheck shell=bash disable=SC2154 # docker-test sets what is used here and not assigned
# Sourced by docker-test after containers.bash: what must hold of the containers, scaling, and the end.

now() { date +%s%N; }

# since TIME: the seconds since then.
since() { awk -v ns="$(($(now) - $1))" 'BEGIN { printf "%.1f s", ns / 1e9 }'; }

sizes() {
    local service
    for service in "${workers[@]}" aftersail; do
        "$engine" image inspect -f '{{.Size}}' "$(image "$service")" |
            awk -v name="$service" '{ printf "  %-12s %6.1f MB\n", name, $1 / 1e6 }' >&2
    done
}

# Every container of ours: user, root, rights; and what it takes at rest.
check_containers() {
    local service name
    say "▸ user, read-only root, rights, memory"
    for service in "${workers[@]}"; do
        for name in $(containers "$service"); do check_container "$name"; done
    done
    for service in "${jobs[@]}"; do check_configured "$(containers "$service")"; done
    for service in database broker "${workers[@]}"; do
        for name in $(containers "$service"); do say "  $(printf %-12s "$service") $(memory "$name")"; done
    done
}

check_container() {
    local status uid
    check_configured "$1"
    status=$("$engine" exec "$1" cat /proc/1/status)
    uid=$(awk '$1 == "Uid:" { print $2, $3, $4, $5 }' <<<"$status")
    [ "$uid" = "10001 10001 10001 10001" ] || fail "$1 runs as user $uid, expected 10001" "see USER in docker/Dockerfile"
    grep -qE '^CapBnd:\s*0+$' <<<"$status" || fail "$1 may regain capabilities" "see cap_drop in docker/compose.yaml"
    grep -qE '^NoNewPrivs:\s*1$' <<<"$status" || fail "$1 may gain privileges" "see security_opt in docker/compose.yaml"
    ! "$engine" exec "$1" sh -c 'echo >/usr/local/share/aftersail/x || echo >/etc/x' 2>/dev/null ||
        fail "$1 could write below its root" "see read_only in docker/compose.yaml"
}

check_configured() {
    [ "$("$engine" inspect -f '{{.HostConfig.ReadonlyRootfs}}' "$1")" = true ] ||
        fail "$1 has a writable root" "see read_only in docker/compose.yaml"
    [ "$("$engine" inspect -f '{{.Config.User}}' "$1")" = 10001:10001 ] ||
        fail "$1 does not run as 10001:10001" "see USER in docker/Dockerfile"
}

memory() { "$engine" stats --no-stream --format '{{.MemUsage}}' "$1" 2>/dev/null; }

# scale SERVICE COUNT: more or fewer containers. podman-compose only ever adds, so what is too much is ended here.
scale() {
    local names name
    say "▸ $1 to $2"
    up --no-recreate --scale "$1=$2" "$1"
    if [ "$engine" = podman ]; then
        mapfile -t names < <(containers "$1")
        for name in "${names[@]:$2}"; do
            podman stop -t 12 "$name" >/dev/null
            check_end "$name"
            podman rm "$name" >/dev/null
        done
    fi
    await "$patience" "$2 healthy containers of $1" healthy "$1" "$2"
}

check_end() {
    local code
    code=$(exit_code "$1")
    [ "$code" = 0 ] || fail "$1 ended with $code, expected 0" "its lines: $engine logs $1; codes: docs/operations.md"
}

stop_all() {
    local from service name
    say "▸ stop"
    from=$(now)
    compose stop "${workers[@]}" >>"$work/compose.log" 2>&1
    for service in "${workers[@]}"; do
        for name in $(containers "$service"); do
            ended "$service" || fail "$name still runs after stop"
            check_end "$name"
        done
    done
    say "  six workers ended with 0 in $(since "$from")"
}

# leave CODE: shows what led to a failure, then removes containers, networks, volumes, images and secrets made here.
leave() {
    local names
    trap - EXIT
    if [ -n "${engine:-}" ] && [ -n "${compose[*]:-}" ]; then
        mapfile -t names < <("$engine" ps -aq --filter "label=com.docker.compose.project=$project")
        [ "$1" = 0 ] || show_lines "${names[@]}"
        compose down -v --remove-orphans >>"$work/compose.log" 2>&1 || true
        [ ${#names[@]} = 0 ] || "$engine" rm -f "${names[@]}" >/dev/null 2>&1 || true
        for name in "${workers[@]}" aftersail; do "$engine" rmi "$(image "$name")" >/dev/null 2>&1 || true; done
    fi
    rm -rf -- "$work"
    exit "$1"
}

show_lines() {
    local name
    tail -n 15 "$work/compose.log" >&2 2>/dev/null || true
    for name in "$@"; do
        say "--- $("$engine" inspect -f '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' "$name")"
        "$engine" logs --tail 8 "$name" >&2 2>&1 || true
    done
}
