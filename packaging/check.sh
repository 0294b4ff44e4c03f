#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The checks that test.sh has no time for, each a preset or a tool by name.
#
#   packaging/check.sh [format|tidy|clazy|asan|tsan|fuzz]...        without a name: all of them
#
# Needs the [dev] packages, which it installs as setup.sh --dev does.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

all=(format tidy clazy asan tsan fuzz)

check_format() { python3 -B tests/structure/files.py format clang-format-14; }
check_tidy() { fe_configure tidy && fe_build tidy -- -k 0; }
check_clazy() { fe_configure clazy && fe_build clazy -- -k 0; }
check_asan() { fe_configure asan && fe_build asan && run_tests asan; }
check_tsan() { fe_configure tsan && fe_build tsan && run_tests tsan; }
check_fuzz() { packaging/fuzz.sh all; }

# The thread sanitizer of GCC 12 needs the old address space layout.
run_tests() { setarch -R ctest --preset "$1" --parallel "$(fe_jobs)"; }

remedy() {
    case $1 in
    fuzz) echo "packaging/fuzz.sh says what to do." ;;
    format) echo "clang-format-14 -i the files named above." ;;
    *) echo "To go on by hand: cmake --build --preset $1" ;;
    esac
}

if [ $# = 0 ]; then
    set -- "${all[@]}"
fi
for name; do
    if [[ " ${all[*]} " != *" $name "* ]]; then
        echo "No check is named \"$name\"; there are: ${all[*]}" >&2
        exit 2
    fi
done
cd "$fe_root"
FE_STEPS=$((fe_setup_steps + $#))
fe_set_up build dev
for name; do
    fe_step "$name" "$(remedy "$name")" "check_$name"
done
fe_total "Checked"
