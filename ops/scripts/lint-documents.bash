# shellcheck shell=bash
# Sourced by lint: the documents.

readme() {
    if [ ! -f README.md ]; then
        wrong README.md "is missing" "say what this is, show the flow, give the three commands"
        return
    fi
    [ "$(wc -l <README.md)" -le 120 ] || wrong README.md:121 "longer than 120 lines" "move the rest to docs/"
}

# Every relative link of every document leads to a file, and its #part to a heading there.
links() {
    local file line target path part
    while read -r file line target; do
        [[ ! $target =~ ^([a-z]+:|//) ]] || continue
        path=${target%%#*} part=''
        [[ $target != *'#'* ]] || part=${target#*#}
        if [ -z "$path" ]; then path=$file; else path=$(dirname "$file")/$path; fi
        if [ ! -e "$path" ]; then
            wrong "$file:$line" "a link to $target, which does not exist" "correct the path, relative to this document"
        elif [ -n "$part" ] && [[ $path == *.md ]] && ! headings "$path" | grep -qxF -- "$part"; then
            wrong "$file:$line" "a link to $target, but there is no such heading" "use one of the headings of $path"
        fi
    done < <(document_links)
}

# document_links: "file line target" of each inline link outside code blocks.
document_links() {
    local files
    mapfile -t files < <(find . -name '*.md' -not -path '*/.*/*' -printf '%P\n' | sort)
    [ ${#files[@]} -gt 0 ] || return 0
    awk '
        FNR == 1 { code = 0 }
        /^[[:space:]]*```/ { code = !code; next }
        code { next }
        {
            line = $0
            gsub(/`[^`]*`/, "", line)
            while (match(line, /\]\([^() ]+\)/)) {
                print FILENAME, FNR, substr(line, RSTART + 2, RLENGTH - 3)
                line = substr(line, RSTART + RLENGTH)
            }
        }' "${files[@]}"
}

# headings FILE: its headings the way links name them.
headings() {
    sed -n 's/^##* *//p' "$1" | tr '[:upper:]' '[:lower:]' | sed 's/[^[:alnum:] _-]//g; s/ /-/g'
}

# The tables of docs/operations.md and the sources name the same metrics, settings and events.
# shellcheck disable=SC2016 # the backquotes are Markdown's
tables() {
    local document=docs/operations.md
    [ -f "$document" ] && [ -d Shared ] || return 0
    compare "metric" "declared in the sources" \
        "$(in_sources '(declare|Gauge|\.seconds)\(\s*"\K(aftersail|process)_\w+(?=")')" \
        "$(sed -n 's/^| `\(\(aftersail\|process\)_[a-z_]*\)` | \(counter\|gauge\|histogram\) |.*/\1/p' "$document")"
    compare "setting" "read in the sources" \
        "$(in_sources '"\KAFTERSAIL_[A-Z_]+(?=")')" \
        "$(sed -n 's/^| `\(AFTERSAIL_[A-Z_]*\)` |.*/\1/p' "$document")"
    compare "event, with its senders and takers," "in docs/contracts.md" \
        "$(events docs/contracts.md)" "$(events "$document")"
}

in_sources() {
    { grep -rhPzo --include='*.swift' "$1" Services Shared || true; } | tr '\0' '\n' | sort -u
}

# events FILE: "name from to" of each row of its table.
# shellcheck disable=SC2016 # the backquotes are Markdown's
events() {
    sed -n 's/^| `\([a-z.-]*\.v[0-9]*\)` | \([^|]*\) | \([^|]*\) |.*/\1: \2 → \3/p' "$1"
}

# compare WHAT WHERE TRUE TOLD: reports each line that only one of the lists has.
compare() {
    local line
    while IFS= read -r line; do
        wrong docs/operations.md "the $1 $line is $2 and not in the table" "add its row"
    done < <(comm -23 <(sort -u <<<"$3") <(sort -u <<<"$4"))
    while IFS= read -r line; do
        wrong docs/operations.md "the $1 $line is in the table and not $2" "correct or remove its row"
    done < <(comm -13 <(sort -u <<<"$3") <(sort -u <<<"$4"))
}
