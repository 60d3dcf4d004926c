# Sourced by the other scripts: where we are, and how to ask the machine for what it lacks.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH"

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Install Debian packages, or name the line that does.
need() {
    local line="apt-get install --no-install-recommends -y $*"
    command -v apt-get >/dev/null || die "this machine lacks $*; install what they are called here"
    [ "$(id -u)" = 0 ] || die "this machine lacks $*; run:  sudo $line"
    echo "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    $line >/dev/null 2>&1 || { apt-get update -qq && $line >/dev/null; } || die "this line failed:  $line"
}

# has_changed STAMP FILE…: whether the files are others than when `remember STAMP FILE…` was last said.
has_changed() {
    local stamp=$1
    shift
    [ "$(cat "$stamp" 2>/dev/null)" != "$(cat "$@" | sha256sum)" ]
}

remember() {
    local stamp=$1
    shift
    cat "$@" | sha256sum >"$stamp"
}

# PostgreSQL's programs; script/postgresql.py starts a server of its own from them.
need_postgresql() {
    .venv/bin/python script/postgresql.py --find >/dev/null 2>&1 || need postgresql
    .venv/bin/python script/postgresql.py --find
}
