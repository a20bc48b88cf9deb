# shellcheck shell=bash
# Sourced by lint: words and sizes that the sources must not have.

# found PATTERN FILE…: "file:line text" of the matches that are not in a comment of their own line.
found() {
    local pattern=$1
    shift
    [ $# -gt 0 ] || return 0
    grep -nHiP -- "$pattern" "$@" | grep -vP '^[^:]+:\d+:\s*(//|--|\*)' || true
}

# report RULE MESSAGE MEND: reports each "file:line:text" it reads, unless the line says `lint:RULE reason`.
report() {
    local file line text
    while IFS=: read -r file line text; do
        [[ $text =~ (//|--)\ lint:$1\ [^\ ] ]] || wrong "$file:$line" "$2" "$3"
    done
}

unsafe_in_services() {
    [ ! -d Services ] || { grep -rnw --include='*.swift' unsafe Services || true; } |
        report none "unsafe code in a service" "keep C and pointers inside the Shared module that wraps them"
}

sizes() {
    local file lines
    while read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -le 400 ] || allowed long "$file" ||
            wrong "$file:401" "$lines lines" "split it by idea (ceiling 400); a data table may stand in lint.allow"
    done < <(swift_files Services Shared)
}

# The server's clock, aftersail.now(), is the only one in SQL; services are given the time.
clocks() {
    local swift services sql
    local others='(?<!aftersail\.)(?<![.\w])(pg_catalog\.)?(?<!func )now\(\)'
    others+='|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bLOCALTIME(STAMP)?\b'
    others+='|\b(clock|statement|transaction)_timestamp\(\)|\btimeofday\(\)'
    mapfile -t services < <(swift_files Services)
    mapfile -t swift < <(swift_files Shared)
    mapfile -t sql < <(find ops -name '*.sql' 2>/dev/null | sort)
    found '(?-i:\bDate(\.init)?\(\)|\bDate\.now\b)' "${services[@]}" |
        report clock "the machine's clock" "take the time from the database (aftersail.now()) or the delivery"
    found "$others" "${services[@]}" "${swift[@]}" "${sql[@]}" |
        report clock "another clock than aftersail.now()" \
            "write aftersail.now(); a real exception says: lint:clock reason"
}

sleeps() {
    local tests
    mapfile -t tests < <(swift_files Tests)
    found '\bTask\.sleep\b|(?<![\w])(u|nano)?sleep\(|\.sleep\((for|until|forTimeInterval)' "${tests[@]}" |
        report sleep "a test sleeps" \
            "wait on a condition with a deadline; the waiting tool itself says: lint:sleep reason"
}

# Up to Swift 6.3 a child of `async let` may be read after its parent has freed it: docs/adr/0026.
children() {
    local swift
    mapfile -t swift < <(swift_files Shared Services)
    found '\basync let\b' "${swift[@]}" |
        report none "async let crashes a process now and then" "use together(…) of Postgres (docs/adr/0026)"
}

# `Mutex<(() -> Void)?>` grows by two closures at every withLock.
boxed() {
    local swift
    mapfile -t swift < <(swift_files Shared Services)
    found 'Mutex<\s*\(+[^\[\]]*->' "${swift[@]}" |
        report none "a function alone in a Mutex is wrapped anew at every look, and grows" "make it a member of a structure"
}

# What Swift sees of a C module is compared with its Glibc module; _GNU_SOURCE gives types of the same name another shape.
headers() {
    local module
    for module in Shared/C[A-Z]*/; do
        grep -rnHE --include='*.h' '^ *# *define +_GNU_SOURCE' "$module" || true
    done | report none "a header that Swift reads defines _GNU_SOURCE; a clean build may refuse it" \
        "keep Linux's headers in a .c file, as CLinux does"
}

promises() {
    { grep -rnHP --exclude='lint*' --exclude-dir=.build '\b(TODO|FIXME)\b(?!\(#\d+\))' \
        Services Shared Tests ops docs docker .ci Makefile Package.swift 2>/dev/null || true; } |
        report none "a promise without a number" "do it now, or file an issue and write TODO(#number)"
}

# Migrations are append-only: CHECKSUMS holds `sha256sum` lines of all of them.
migrations() {
    local folder=ops/migrations name line
    [ -s "$folder/CHECKSUMS" ] || return 0
    while IFS= read -r line; do
        [ -z "$line" ] || [[ $line == *': OK' ]] ||
            wrong "${line%%:*}:1" "a migration was changed or removed after it was recorded" \
                "restore it, and put the change into a new migration"
    done < <(sed "s|  |  $folder/|" "$folder/CHECKSUMS" | sha256sum -c 2>/dev/null || true)
    for name in "$folder"/*.sql; do
        [ ! -e "$name" ] || grep -qF "  ${name##*/}" "$folder/CHECKSUMS" ||
            wrong "$name:1" "a migration not yet recorded" "run: (cd $folder && sha256sum ${name##*/} >>CHECKSUMS)"
    done
}
