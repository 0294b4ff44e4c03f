#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes the readers of untrusted files with libFuzzer, under the address and undefined-behaviour
# sanitizers (preset fuzz).
#
#   packaging/fuzz.sh [TARGET|all] [RUNS]        packaging/fuzz.sh gguf 100000
#
# TARGET is a tests/fuzz/fuzz_TARGET.cpp; RUNS are the mutated inputs of each (10000). No input may
# crash, take more than 5 s, or more heap than tests/fuzz/target.h says. Inputs that reached
# something new are kept in build/fuzz/corpus/TARGET and are begun with the next time; one that broke
# a rule is left in build/fuzz/found, and belongs into tests/fuzz/corpus/TARGET once it is mended.
# The same inputs and some mutations are run by every ctest (label limits), without Clang.
#
# Needs the [dev] packages, which it installs as setup.sh --dev does.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

seeds_of() { cat "build/fuzz/tests/fuzz_$1.inputs"; }

# The target's inputs under names of their own: many are called config.json.
collect() { # TARGET FOLDER
    local path file number=0
    rm -rf "$2"
    mkdir -p "$2"
    while read -r path; do
        while IFS= read -r file; do
            number=$((number + 1))
            cp "$file" "$2/$number-$(basename "$file")"
        done < <(find "$path" -type f | sort)
    done < <(seeds_of "$1")
}

fuzz() { # TARGET RUNS
    local seeds=build/fuzz/seeds/$1 corpus=build/fuzz/corpus/$1
    collect "$1" "$seeds"
    mkdir -p "$corpus" build/fuzz/found
    # What libFuzzer first reads are the inputs themselves: mutations are counted on top.
    local given
    given=$(find "$seeds" "$corpus" -type f | wc -l)
    OMP_NUM_THREADS=1 "build/fuzz/tests/fuzz_$1" -runs=$((given + $2)) -timeout=5 -max_len=65536 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix=build/fuzz/found/ \
        "$corpus" "$seeds"
    echo "note: $2 mutations of $given inputs"
}

cd "$fe_root"
runs=${2:-10000}
mapfile -t known < <(basename -a -s .cpp tests/fuzz/fuzz_*.cpp | sed 's/^fuzz_//')
targets=("${known[@]}")
if [ "${1:-all}" != all ]; then
    targets=("$1")
    if [[ " ${known[*]} " != *" $1 "* ]]; then
        echo "No target is named \"$1\"; there are: ${known[*]}" >&2
        exit 2
    fi
fi
FE_STEPS=$((fe_setup_steps + 2 + ${#targets[@]}))
fe_set_up build dev
fe_step "Configure" "What is missing is named above; packaging/packages.txt lists what is needed." \
    fe_configure fuzz
fe_step "Build" "The first error is above." fe_build fuzz --target "${targets[@]/#/fuzz_}"
for target in "${targets[@]}"; do
    fe_step "Fuzz $target" "The input is named above: build/fuzz/tests/fuzz_$target INPUT runs it again." \
        fuzz "$target" "$runs"
done
fe_total "Fuzzed"
