# shellcheck shell=bash
# Sourced by mutants: builds once, runs named tests with or without a mutant, tells how they ended.

work=$(mktemp -d)
run=''
trap '[ -z "$run" ] || kill -KILL "$run" 2>/dev/null || true; rm -rf "$work"' EXIT

build() {
    say "▸ debug build with tests"
    swift build --build-tests </dev/null >"$work/build" 2>&1 || {
        tail -n 40 "$work/build" >&2
        fail "the build failed" "the compiler's messages stand above; what does not build proves nothing"
    }
    bundle=$(swift build --show-bin-path </dev/null)/aftersailPackageTests.xctest
    [ -x "$bundle" ] || fail "no test program at $bundle" "remove .build and try again"
}

# tests NAME…: the tests that are to notice these mutants, one a line.
tests() {
    local name
    # shellcheck disable=SC2154 # the script that sources this sets it
    for name in "$@"; do awk -v name="$name" '$1 == name { print $2 }' "$table"; done | sort -u
}

# run_tests MUTANT SECONDS NAME…: runs the tests of these mutants, up to the first expectation that fails.
# Leaves `passed`, `failed` or an error in $verdict, the test that failed in $noticed, the output in $work/out.
run_tests() {
    local mutant=$1 limit=$2 status=0 ended='' filters=() test
    shift 2
    for test in $(tests "$@"); do filters+=(--filter "^${test//./\\.}\\("); done
    start "$mutant" "${filters[@]}"
    local deadline=$((SECONDS + limit))
    until [ -n "$ended" ]; do
        if [ $SECONDS -ge $deadline ]; then ended=late; fi
        start_time "$run" >/dev/null || ended=itself
        noticed=$(first_failure)
        [ -z "$noticed" ] || ended=failed
        [ -n "$ended" ] || sleep 0.1
    done
    [ "$ended" = itself ] || kill -KILL "$run" 2>/dev/null || true
    wait "$run" 2>/dev/null || status=$?
    run=''
    # shellcheck disable=SC2034 # the script that sources this reads it
    verdict=$(how_it_ended "$ended" "$status" $((${#filters[@]} / 2)) "$limit")
}

# start MUTANT ARGUMENT…: starts the test program; its workers take the variable over.
start() {
    # A broker that is killed while it starts would leave its dump in this folder.
    local variables=(NO_COLOR=1 ERL_CRASH_DUMP=/dev/null)
    [ -z "$1" ] || variables+=("AFTERSAIL_MUTANT=$1")
    shift
    # Emptied here: the program starts a moment later, and the former run's failure must not stand for this one's.
    : >"$work/out"
    env -u AFTERSAIL_MUTANT "${variables[@]}" "$bundle" --testing-library swift-testing --no-parallel "$@" \
        >>"$work/out" 2>&1 </dev/null &
    run=$!
}

# first_failure: the display name of the first test of which an expectation failed.
first_failure() {
    grep -aE 'recorded an issue.*: (Expectation failed|Issue recorded)' "$work/out" | head -n 1 |
        sed -E 's/^[^"]*Test "//; s/" recorded an issue.*$//' || true
}

# how_it_ended ENDED STATUS TESTS SECONDS: how a run ended, in words.
how_it_ended() {
    case $1 in
        failed) echo failed ;;
        late) echo "error: no end within $4 s" ;;
        *)
            if [ "$2" != 0 ]; then
                echo "error: status $2 without a failed expectation"
            elif ! grep -qaE "Test run with $3 tests? .*passed" "$work/out"; then
                echo "error: not all of $3 tests ran; are the names in $table right?"
            else
                echo passed
            fi
            ;;
    esac
}
