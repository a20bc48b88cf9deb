# shellcheck shell=bash disable=SC2154 # the caller sets `project`
# Sourced after process.bash: the container engine of this machine, podman or Docker, and compose on top of it.

# choose_engine: sets `engine` to the one that answers, podman first; fails when none does.
choose_engine() {
    for engine in ${CONTAINER_ENGINE:-podman docker}; do
        if command -v "$engine" >/dev/null && "$engine" info >/dev/null 2>&1; then return; fi
    done
    engine=''
    return 1
}

# choose_compose: sets `compose` to the command for the engine.
choose_compose() {
    local tools
    compose=()
    if [ "$engine" = podman ]; then
        tools=$("$(dirname "${BASH_SOURCE[0]}")/python-tools" containers) ||
            fail "podman-compose is missing" "install it, or make PyPI reachable"
        compose=("$tools/podman-compose")
    elif docker compose version >/dev/null 2>&1; then
        compose=(docker compose)
    elif docker-compose version 2>/dev/null | grep -qE 'v?[2-9]\.[0-9]'; then
        compose=(docker-compose)
    else
        fail "Docker Engine runs, but Compose version 2 or later does not" "install the plugin docker-compose-plugin"
    fi
}

# image SERVICE: the name of its image, the same as in docker/compose.yaml.
image() { echo "${AFTERSAIL_IMAGES:-localhost}/aftersail-$1:${AFTERSAIL_TAG:-local}"; }

# compose ARGUMENT…: compose on the project's file.
compose() {
    "${compose[@]}" -p "$project" -f docker/compose.yaml "$@"
}

# containers SERVICE: the names of its containers, running or not, in order of their numbers.
containers() {
    "$engine" ps -a --filter "label=com.docker.compose.project=$project" \
        --filter "label=com.docker.compose.service=$1" --format '{{.Names}}' | sort -V
}

# await SECONDS WHAT COMMAND…: repeats the command until it succeeds.
await() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $deadline ] || fail "waited in vain: $what" "the ends of the containers' logs stand below"
        sleep 0.5
    done
}

# healthy SERVICE COUNT: succeeds when it has so many containers and each one's own health check says yes.
healthy() {
    local names name
    mapfile -t names < <(containers "$1")
    [ ${#names[@]} = "$2" ] || return 1
    for name in "${names[@]}"; do
        if [ "$engine" = podman ]; then
            # Without systemd nothing asks by itself.
            podman healthcheck run "$name" >/dev/null 2>&1 || return 1
        else
            [ "$(docker inspect -f '{{.State.Health.Status}}' "$name")" = healthy ] || return 1
        fi
    done
}

# ended SERVICE: succeeds when its container has ended.
ended() { [ "$("$engine" inspect -f '{{.State.Status}}' "$(containers "$1")" 2>/dev/null)" = exited ]; }

exit_code() { "$engine" inspect -f '{{.State.ExitCode}}' "$1"; }
