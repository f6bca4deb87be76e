#!/usr/bin/env bash
# Runs every test of gp4u. All it needs is Rust, git and a Debian or Ubuntu system: what else the tests use (a C
# compiler, PostgreSQL) is installed from the system's packages. Arguments are passed on to `cargo test`.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cc >/dev/null; then
    echo "Installing a C compiler from the system's packages …" >&2
    if [ "$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo -n); fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends build-essential >&2
fi

cargo build --locked --all-targets
exec tests/postgres.sh cargo test --locked "$@"
