#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures Foundation Explorer against its peers, in turn, on this machine, and prints a table.
#
#   packaging/bench.sh [--list] [--rounds N] [ROW]...   packaging/bench.sh decode-q4_1-1t encode
#
# A ROW may be the beginning of several names; without one, all are measured (about an hour). Peers
# are installed or built in build/bench when they can be had; where one cannot, its rows say so.
# Measure on a machine that does nothing else.
#
# Environment
#   FE_BENCH_FEXP          the program to measure          (build/release/bin/fexp, built if missing)
#   FE_BENCH_LLAMA         folder with llama-bench, llama-completion, llama-quantize and their
#                          libraries                       (built from the sources below)
#   FE_BENCH_LLAMA_SOURCE  llama.cpp's sources             (from the source package of
#                          llama-cpp-python)
#   FE_BENCH_PYTHON        a Python with torch, transformers, tokenizers, open_clip_torch, Pillow,
#                          numpy and gguf                  (a virtual environment)
#   FE_BENCH_ENGLISH       5 MB of English                 (Debian's fortunes and bible-kjv)
#   FE_BENCH_FOLDER        what is made                    (build/bench)
#   FE_MODELS              as of setup.sh
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

llama_package=llama-cpp-python==0.3.36
python_packages=(torch transformers tokenizers open_clip_torch pillow numpy gguf sentencepiece)
fe_bench=$fe_root/packaging/bench/bench.py
export FE_BENCH_FOLDER=${FE_BENCH_FOLDER:-$fe_root/build/bench}
export FE_BENCH_MODELS=$fe_models

# Does NAME unless an earlier run did it; what cannot be done is said and stops nothing.
try() { # NAME command argument...
    local name=$1 log=$fe_logs/bench-$1.log
    shift
    mkdir -p "$fe_logs"
    echo "$name ..." >&2
    (set -e; "$@") >"$log" 2>&1 && return
    echo "$name: not to be had, $log says why" >&2
    return 1
}

fetch_llama() {
    local folder=$FE_BENCH_FOLDER/llama.part
    rm -rf "$folder" && mkdir -p "$folder"
    # Of this package alone: with ":all:" pip would also build CMake, which it asks for the name.
    "$(fe_python)" -m pip download --no-binary llama-cpp-python --no-deps "$llama_package" -d "$folder"
    tar -xzf "$folder"/*.tar.gz -C "$folder" --strip-components 1
    rm "$folder"/*.tar.gz
    mv -T "$folder" "$FE_BENCH_FOLDER/llama"
}

configure_llama() { # FLAGS for both compilers
    cmake -S "$FE_BENCH_LLAMA_SOURCE" -B "$FE_BENCH_FOLDER/llama-build" -G Ninja \
        -DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DLLAMA_CURL=OFF -DLLAMA_BUILD_TESTS=OFF \
        -DCMAKE_C_FLAGS="$1" -DCMAKE_CXX_FLAGS="$1"
    cmake --build "$FE_BENCH_FOLDER/llama-build" --parallel "$(fe_jobs)" \
        --target llama-bench llama-completion llama-quantize
}

# A virtual machine may announce matrix units (AMX) that its kernel never turns on: a native build
# then dies of an illegal instruction, and is built again without them.
build_llama() {
    local model=$fe_models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf
    configure_llama ""
    "$FE_BENCH_FOLDER/llama-build/bin/llama-bench" -m "$model" -p 16 -n 1 -r 1 \
        || configure_llama "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
}

make_python() {
    local folder=$FE_BENCH_FOLDER/python.part
    rm -rf "$folder"
    "$(fe_python)" -m venv "$folder"
    "$folder/bin/python" -m pip install --disable-pip-version-check "${python_packages[@]}"
    mv -T "$folder" "$FE_BENCH_FOLDER/python"
}

# Quotations, poems, definitions and the King James Bible; nothing is installed.
make_english() {
    local folder=$FE_BENCH_FOLDER/english.part
    rm -rf "$folder" && mkdir -p "$folder" && cd "$folder"
    apt-get download -q fortunes fortunes-min bible-kjv bible-kjv-text
    for package in *.deb; do
        dpkg-deb -x "$package" .
    done
    {
        find usr/share/games/fortunes -type f ! -name '*.*' | LC_ALL=C sort | xargs cat
        usr/bin/bible -p usr/lib -l79 'Gen1:1-Rev22:21'
    } | head -c 5000000 >"$FE_BENCH_FOLDER/debian-english.txt.part"
    mv "$FE_BENCH_FOLDER/debian-english.txt.part" "$FE_BENCH_FOLDER/debian-english.txt"
    rm -r "$folder"
}

build_fexp() {
    fe_configure release
    fe_build release --target fexp
}

# Sets VARIABLE to PATH, which NAME's command makes if it is not there.
find_peer() { # VARIABLE PATH NAME command
    if [ -z "${!1:-}" ] && { [ -e "$2" ] || try "$3" "$4"; } then
        export "$1=$2"
    fi
}

case " $* " in
*" --help "* | *" -h "*)
    sed -n '3,/^set/{/^set/d;s/^# \{0,1\}//p}' "$0"
    exit
    ;;
*" --list "*) exec python3 -B "$fe_bench" "$@" ;;
esac
needs=" $(python3 -B "$fe_bench" --needs "$@") "
mkdir -p "$FE_BENCH_FOLDER"
cd "$fe_root"
find_peer FE_BENCH_FEXP "$fe_root/build/release/bin/fexp" fexp build_fexp
find_peer FE_BENCH_ENGLISH "$FE_BENCH_FOLDER/debian-english.txt" english make_english
case $needs in
*llama*)
    if [ -z "${FE_BENCH_LLAMA_SOURCE:-}" ] \
        && { [ -e "$FE_BENCH_FOLDER/llama" ] || try llama-source fetch_llama; } then
        export FE_BENCH_LLAMA_SOURCE=$FE_BENCH_FOLDER/llama/vendor/llama.cpp
    fi
    if [ -n "${FE_BENCH_LLAMA_SOURCE:-}" ]; then
        find_peer FE_BENCH_LLAMA "$FE_BENCH_FOLDER/llama-build/bin" llama-build build_llama
    fi
    ;;
esac
case $needs in
*python*) find_peer FE_BENCH_PYTHON "$FE_BENCH_FOLDER/python/bin/python" python make_python ;;
esac
exec python3 -B "$fe_bench" "$@"
