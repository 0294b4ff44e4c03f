#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets up what is missing (setup.sh), builds everything and runs all tests.
#
#   packaging/test.sh [arguments of ctest]        packaging/test.sh -R tst_json
#
# The tests run what users run: preset release, whose objects run.sh shares.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# fexp must build and run where no Qt was ever looked for.
check_noui() {
    fe_configure noui
    fe_build noui --target fexp
    python3 tests/structure/noqt.py build/noui/bin/fexp --cache build/noui/CMakeCache.txt
}

cd "$fe_root"
FE_STEPS=$((fe_setup_steps + 3))
fe_set_up build
fe_step "Configure" "What is missing is named above; packaging/packages.txt lists what is needed." \
    fe_configure release
fe_step "Build" "The first error is above." fe_build release
fe_step "fexp without Qt" "engine/ and app/cli must not use Qt." check_noui
fe_total "Built"

# libtorch's threads would spin against each other where tests run side by side.
export QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 GOMP_SPINCOUNT=0
status=0
ctest --preset release --parallel "$(fe_jobs)" "$@" || status=$?
fe_total "Tested"
exit "$status"
