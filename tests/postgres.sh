#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server: installs it from the system's packages when it is missing,
# starts it on loopback and a free port in a temporary folder, puts its address into GP4U_TEST_POSTGRES_URL, and
# stops and removes it afterwards, also on failure. The program GP4U_TEST_POSTGRES_RESTART crashes and restarts it.
# With GP4U_TEST_POSTGRES_FSYNC=on it writes to the disk as a real one does.
# With GP4U_TEST_POSTGRES_URL set, that server is used instead.
#
#   tests/postgres.sh COMMAND [ARGUMENT…]
set -euo pipefail

MIN_VERSION=15

if [ -n "${GP4U_TEST_POSTGRES_URL:-}" ]; then
    exec "$@"
fi

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The folder of the newest server programs, or nothing.
find_server() {
    local folder
    folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
    if [ -z "$folder" ] && command -v pg_ctl >/dev/null; then
        folder=$(dirname "$(readlink -f "$(command -v pg_ctl)")")
    fi
    if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then echo "$folder"; fi
}

server=$(find_server)
if [ -z "$server" ]; then
    echo "Installing PostgreSQL from the system's packages …" >&2
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
    server=$(find_server)
fi
if [ -z "$server" ]; then
    echo "PostgreSQL could not be installed: install version $MIN_VERSION or newer, or set GP4U_TEST_POSTGRES_URL." >&2
    exit 1
fi
version=$("$server/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')
if [ "$version" -lt "$MIN_VERSION" ]; then
    echo "PostgreSQL $version is too old: gp4u needs $MIN_VERSION or newer. Install one, or set GP4U_TEST_POSTGRES_URL." >&2
    exit 1
fi

# The server refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    owner=$(id -un postgres 2>/dev/null || echo nobody)
    become=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups)
else
    owner=$(id -un)
    become=()
fi
as_owner() { (cd / && "${become[@]}" "$@"); }

folder=$(mktemp -d "${TMPDIR:-/tmp}/gp4u-postgres.XXXXXX")
chown "$owner" "$folder"
stop() {
    as_owner "$server/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$server/initdb" -D "$folder/data" -U gp4u -A trust -E UTF8 --no-locale >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }

started=
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 20000))
    if as_owner "$server/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 30 start \
        -o "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=${GP4U_TEST_POSTGRES_FSYNC:-off} -c max_connections=200" >/dev/null 2>&1; then
        started=yes
        break
    fi
done
if [ -z "$started" ]; then
    cat "$folder/data/server.log" >&2
    exit 1
fi

cat >"$folder/restart" <<END
#!/usr/bin/env bash
cd / && exec ${become[*]} "$server/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -m immediate -w restart >/dev/null
END
chmod 755 "$folder/restart"

export GP4U_TEST_POSTGRES_RESTART="$folder/restart"
export GP4U_TEST_POSTGRES_URL="postgres://gp4u@127.0.0.1:$port/postgres"
"$@"
