#!/usr/bin/env bash
# Builds gp4u, fills its market and shows what can be asked of it. All it needs is Rust, git and a Debian or Ubuntu
# system. It keeps to a database of its own (GP4U_QUICKSTART_DIR, by default target/quickstart); your own is not touched.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cc >/dev/null; then
    echo "Installing a C compiler from the system's packages …"
    if [ "$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo -n); fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends build-essential
fi

echo "Building gp4u …"
cargo build --release --locked
gp4u=$PWD/target/release/gp4u

folder=${GP4U_QUICKSTART_DIR:-$PWD/target/quickstart}
mkdir -p "$folder"
chmod 700 "$folder"
export GP4U_DATABASE_URL="sqlite:$folder/market.db"
rm -f "$folder"/market.db*

run() {
    printf '\n$ gp4u %s\n' "$*"
    "$gp4u" "$@"
}

printf '\n$ gp4u sync\n'
code=0
"$gp4u" sync || code=$?
case $code in
    0 | 11) ;; # 11: some providers failed, the others are stored
    8)
        printf '\nNo provider can be reached from here: this is the SAMPLE market of %s, not today'"'"'s.\n' \
            "$(sed -n 's/^Date: //p' examples/market/README.md)"
        run sync --replay examples/market
        ;;
    *) exit "$code" ;;
esac

run gpus models
run gpus search --model h100 --model a100 --limit 10
run gpus search --where 'vram_gib >= 24 and (reliability >= 0.98 or verified = true)' --sort price_per_gpu_hour --limit 5
printf '\n$ gp4u gpus search --limit 3 -o ids | gp4u gpus compare -\n'
"$gp4u" gpus search --limit 3 -o ids | "$gp4u" gpus compare -

printf '\nThe binary is %s; the market is in %s.\n' "$gp4u" "$folder/market.db"
