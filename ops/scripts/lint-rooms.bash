# shellcheck shell=bash
# Sourced by lint: who may import whom.

# C module = the folders that may import it.
declare -A fences=(
    [CLibpq]='Shared/Postgres'
    [CRabbitMQ]='Shared/Broker'
    [CCurl]='Shared/MailLink'
    [CICal]='Shared/Holidays'
    [CLinear]='Shared/TriageTraining'
    [COpenSSL]='Shared/Digest'
    [CIconv]='Shared/Mail'
    [CLinux]='Shared/(Reactor|Postgres|Broker|WorkerKit)|Tests/[A-Za-z]+'
)
pure='Tickets|BusinessTime|Routing|Workforce|Triage|Wording|Contracts|Mail|MailIntake|Digest'

# imports FOLDER…: one line "file:line module" for each import.
imports() {
    local files
    mapfile -t files < <(swift_files "$@")
    [ ${#files[@]} -gt 0 ] || return 0
    awk '
        /^[[:space:]]*((@[A-Za-z_]+(\([^)]*\))?|public|package|internal|[a-z]*private)[[:space:]]+)*import[[:space:]]/ {
            line = $0
            sub(/^.*import[[:space:]]+/, "", line)
            sub(/^(struct|class|enum|protocol|func|var|let|typealias)[[:space:]]+/, "", line)
            sub(/[^A-Za-z0-9_].*$/, "", line)
            print FILENAME ":" FNR, line
        }' "${files[@]}"
}

fences() {
    local place module
    while read -r place module; do
        [[ $module =~ ^C[A-Z] ]] || continue
        if [ -z "${fences[$module]:-}" ]; then
            wrong "$place" "imports $module, a C module without a fence" \
                "give it one Swift owner in ops/scripts/lint-rooms.bash"
        elif ! [[ $place =~ ^(${fences[$module]})/ ]]; then
            wrong "$place" "imports $module, which only ${fences[$module]} may" "use the Swift module that wraps it"
        fi
    done < <(imports Services Shared Tests)
}

services() {
    local place module
    while read -r place module; do
        if [ -d "Services/$module" ] && [[ $place != Services/$module/* ]]; then
            wrong "$place" "imports the service $module" "move what both need to a module under Shared"
        fi
    done < <(imports Services Shared)
}

pure() {
    local place module folder
    while read -r place module; do
        folder=${place#Shared/}
        [[ ${folder%%/*} =~ ^($pure)$ ]] || continue
        [[ $module =~ ^($pure|FoundationEssentials|Synchronization|Swift|COpenSSL|CIconv)$ ]] ||
            wrong "$place" "the pure module ${folder%%/*} imports $module" \
                "take the facts as parameters; only pure modules and FoundationEssentials are open to it"
    done < <(imports Shared)
}

foundation() {
    local place module
    while read -r place module; do
        [[ $module =~ ^Foundation(Networking|XML|Internationalization)?$ ]] || continue
        allowed foundation "${place%:*}" ||
            wrong "$place" "imports $module" \
                "import FoundationEssentials (less memory), or except the file in lint.allow"
    done < <(imports Services Shared)
}
