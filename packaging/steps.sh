# SPDX-License-Identifier: GPL-3.0-or-later
# Named steps with their times, for the scripts beside this file (sourced, never run).
#
#   FE_STEPS=3
#   fe_step "Build" "What to do when it fails." command argument...
#
# What a step prints goes to build/logs/; a terminal shows the elapsed time and the log's last
# line, anything else gets a line a minute. A step that fails shows the end of its log and stops
# the script.

fe_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fe_logs=$fe_root/build/logs
fe_number=0
fe_ticker=
FE_STEPS=${FE_STEPS:-0}

fe_now() { printf '%s' "${EPOCHREALTIME//[.,]/}"; }
fe_seconds() { printf '%d.%d s' $(($1 / 1000000)) $(($1 % 1000000 / 100000)); }
fe_began=$(fe_now)

# Shows that a long step lives, until a line comes through the pipe (a sleep would outlive the script).
exec {fe_pipe}<> <(:)
fe_tick() {
    local label=$1 log=$2 began=$3 owner=$4 every=60 last
    if [ -t 1 ]; then
        every=1
    fi
    while ! read -rt "$every" -u "$fe_pipe" && [ -d "/proc/$owner" ]; do
        last=$(tail -c 400 "$log" 2>/dev/null | tr '\r' '\n' | tail -n 1 || true)
        if [ -t 1 ]; then
            printf '\r\033[K%s ... %d s  %.60s' "$label" $((($(fe_now) - began) / 1000000)) "$last"
        else
            printf '%s ... %d s  %.100s\n' "$label" $((($(fe_now) - began) / 1000000)) "$last"
        fi
    done
}

fe_stop_ticker() {
    if [ -n "$fe_ticker" ]; then
        echo >&"$fe_pipe"
        wait "$fe_ticker" || true
        fe_ticker=
        [ ! -t 1 ] || printf '\r\033[K'
    fi
}
trap fe_stop_ticker EXIT

fe_step() {
    local name=$1 remedy=$2 began log label status
    shift 2
    fe_number=$((fe_number + 1))
    label="[$fe_number/$FE_STEPS] $name"
    mkdir -p "$fe_logs"
    log=$fe_logs/$(printf '%s' "$name" | tr -cs 'A-Za-z0-9\n' '-').log
    began=$(fe_now)
    : >"$log"
    fe_tick "$label" "$log" "$began" "$$" &
    fe_ticker=$!
    # A subshell outside any condition, so that set -e holds inside the step.
    set +e
    (set -e; "$@") >>"$log" 2>&1
    status=$?
    set -e
    fe_stop_ticker
    if [ "$status" != 0 ]; then
        printf '%s: failed after %s\n' "$label" "$(fe_seconds $(($(fe_now) - began)))"
        printf -- '--- last lines of %s\n' "$log"
        tail -n 25 "$log" | sed 's/^/  /'
        printf -- '---\n%s\n' "$remedy"
        exit 1
    fi >&2
    printf '%s: %s%s\n' "$label" "$(fe_seconds $(($(fe_now) - began)))" \
        "$(sed -n 's/^note: /, /p' "$log" | tail -n 1)"
}

fe_total() { printf '%s in %s\n' "$1" "$(fe_seconds $(($(fe_now) - fe_began)))"; }

# Compilers of files that see libtorch take up to 2 GB each.
fe_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 2000000) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    printf '%d' $((cores < memory ? cores : memory))
}

# fe_configure PRESET: what the environment names now wins over what an earlier run found.
fe_configure() { cmake --preset "$1" -U 'LibTorch_*'; }
fe_build() {
    local preset=$1
    shift
    cmake --build --preset "$preset" --parallel "$(fe_jobs)" "$@"
}
