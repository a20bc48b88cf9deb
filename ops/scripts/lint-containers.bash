# shellcheck shell=bash disable=SC2154 # lint sets `here`
# Sourced by lint: the files that containers are made from.

# The linters come from PyPI. Where that cannot be reached, the rest of lint still counts.
containers() {
    local tools
    [ -d docker ] || return 0
    if ! tools=$("$here/python-tools" lint); then
        skipped
        return
    fi
    [ ! -f docker/Dockerfile ] || dockerfile "$tools"
    [ ! -f docker/compose.yaml ] || compose_file "$tools"
    "$tools/yamllint" --strict --config-file docker/.yamllint.yaml docker >&2 ||
        wrong docker "yamllint found faults" "do what each message says"
}

compose_file() {
    local said
    said=$("$1/check-jsonschema" --builtin-schema vendor.compose-spec docker/compose.yaml 2>&1) || {
        say "$said"
        wrong docker/compose.yaml "does not follow the compose specification" "do what each message says"
    }
}

skipped() {
    cat >&2 <<'LOUD'

####################################################################
#  lint SKIPPED the Dockerfile and the YAML below docker/: their   #
#  linters come from PyPI and could not be installed (see above).  #
####################################################################

LOUD
}

dockerfile() {
    "$1/hadolint" --no-color --config docker/.hadolint.yaml docker/Dockerfile >&2 ||
        wrong docker/Dockerfile "hadolint found faults" "do what each message says, or except one with its reason"
    # Old engines and buildah must read it as it is.
    { grep -nHE '^# *syntax=|<<-?"?[A-Z]+|--link\b' docker/Dockerfile || true; } | report none \
        "not understood by every builder" "write it without a syntax line, heredoc or --link"
}
