# shellcheck shell=bash
# Sourced after process.bash: who runs a private service, and where its data lies.
#
# Started by root, a service runs as an unprivileged user. Where that user cannot enter DIR (a clone below
# /root, say), the data lies in /var/tmp/aftersail-<uid>-<hash of DIR>, and the file DIR/place names it.

# open_place DIR USER: sets `folder` (DIR, absolute), `owner` and `place` (the owner's own data folder).
open_place() {
    folder=$(readlink -m -- "$1")
    mkdir -p -- "$folder"
    owner=$(id -un 2>/dev/null) || fail "user $(id -u) has no name, which PostgreSQL insists on" "add it to /etc/passwd"
    [ "$(id -u)" != 0 ] || owner=$(service_user "$2")
    if [ -s "$folder/place" ]; then
        place=$(kept_place "$folder")
        [ -d "$place" ] || fail "the data folder $place is gone" "begin anew with: $0 reset $folder …"
        return
    fi
    place=$folder/data
    if ! make_owned "$place" || ! as_owner test -w "$place"; then
        rmdir "$place" 2>/dev/null || true
        place=/var/tmp/aftersail-$(id -u)-$(printf %s "$folder" | sha256sum | cut -c1-12)
        make_owned "$place" || fail "cannot use $place: it exists and belongs to somebody else" \
            "look at it, then remove it: rm -r $place"
    fi
    touch "$place/.aftersail-private"
    printf '%s\n' "${place#"$folder/"}" >"$folder/place"
}

# kept_place DIR: the data folder DIR points to; a name without a slash lies in DIR, which may have been moved.
kept_place() {
    local kept
    kept=$(<"$1/place")
    [ "${kept#/}" != "$kept" ] || kept=$1/$kept
    printf '%s\n' "$kept"
}

service_user() {
    local user
    for user in "$1" nobody; do
        if getent passwd "$user" >/dev/null; then
            echo "$user"
            return
        fi
    done
    fail "neither the user '$1' nor 'nobody' exists" "run ops/scripts/setup, which installs the packages"
}

# make_owned PATH: a folder of mode 0700 of the owner; refuses links and other people's folders.
make_owned() {
    if mkdir -m 0700 -- "$1" 2>/dev/null; then
        [ "$(id -un)" = "$owner" ] || chown "$owner:$(id -gn "$owner")" "$1"
    fi
    [ ! -L "$1" ] && [ -d "$1" ] && [ "$(stat -c %U -- "$1")" = "$owner" ]
}

# as_owner COMMAND…: runs the command as the owner in a plain environment. Call it from a folder all can enter.
as_owner() {
    local plain=(env -i "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "HOME=$place" LANG=C.UTF-8)
    if [ "$(id -un)" = "$owner" ]; then
        "${plain[@]}" "$@"
    else
        setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "${plain[@]}" "$@"
    fi
}

# keep PATH: writes what it reads into a file of the owner that nobody else may read.
keep() { (umask 077 && as_owner tee -- "$1" >/dev/null); }

# forget_lost_place DIR: succeeds when DIR's data folder is gone, after removing what pointed to it.
forget_lost_place() {
    [ -s "$1/place" ] || return 0
    [ ! -d "$(kept_place "$1")" ] || return 1
    rm -f -- "$1"/{place,password,cookie,url}
}

# remove_place: deletes the data and everything kept beside it; only folders made by open_place.
remove_place() {
    [ ! -e "$place/.aftersail-private" ] || rm -rf -- "$place"
    rm -f -- "$folder"/{place,password,cookie,url} "$folder"/*.{pid,log}
    rmdir -- "$folder" 2>/dev/null || true
}
