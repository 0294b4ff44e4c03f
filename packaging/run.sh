#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets up what is missing (setup.sh), builds, and starts Foundation Explorer.
#
#   packaging/run.sh [--build-only] [arguments of the application]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

start=yes
if [ "${1:-}" = --build-only ]; then
    start=no
    shift
fi
cd "$fe_root"
FE_STEPS=$((fe_setup_steps + 2))
fe_set_up build
fe_step "Configure" "What is missing is named above; packaging/packages.txt lists what is needed." \
    fe_configure release
fe_step "Build" "The first error is above. A file that was half written: delete build/release." \
    fe_build release --target foundation-explorer fexp
fe_total "Ready: build/release/bin/foundation-explorer and fexp,"
if [ "$start" = no ]; then
    exit 0
fi
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    echo "No display here. The same engine without a window: build/release/bin/fexp" >&2
    exit 1
fi
exec "$fe_root/build/release/bin/foundation-explorer" "$@"
