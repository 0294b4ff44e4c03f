# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that are measured, where they are and how they are started."""
import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LONGEST_RUN_S = 900


class CannotRun(Exception):
    """A program that failed or is not there, in one line."""


@contextlib.contextmanager
def neighbour(wanted):
    """A process that keeps one core busy meanwhile, if one is wanted."""
    if not wanted:
        yield
        return
    core = min(os.sched_getaffinity(0))
    with subprocess.Popen([sys.executable, "-c",
                           f"import os\nos.sched_setaffinity(0, [{core}])\nwhile True: pass"]) \
            as process:
        try:
            yield
        finally:
            process.kill()


class Setup:
    """Paths of everything; None: not to be had."""

    def __init__(self, environment):
        def path(name):
            value = environment.get(name)
            return Path(value).absolute() if value else None

        self.fexp = path("FE_BENCH_FEXP")
        self.folder = path("FE_BENCH_FOLDER")
        self.models = path("FE_BENCH_MODELS")
        self.llama = path("FE_BENCH_LLAMA")
        self.llama_source = path("FE_BENCH_LLAMA_SOURCE")
        self.python = path("FE_BENCH_PYTHON")
        self.english = path("FE_BENCH_ENGLISH")

    @classmethod
    def from_environment(cls):
        setup = cls(os.environ)
        if setup.fexp is None or not setup.fexp.exists() or setup.folder is None:
            sys.exit("FE_BENCH_FEXP and FE_BENCH_FOLDER are missing: start packaging/bench.sh")
        setup.folder.mkdir(parents=True, exist_ok=True)
        return setup

    def has(self, need):
        where = {"llama": self.llama, "python": self.python,
                 "llama-source": self.llama and self.llama_source}[need]
        return where is not None and where.exists()

    def peers(self):
        """A line for each peer: its version, or that it is not there."""
        if self.has("llama"):
            told = self.start([self.llama_program("llama-bench"), "--version"])
            text = (told.stdout + told.stderr).strip().splitlines()
            yield "llama.cpp " + (text[0] if text else "of unknown version")
        else:
            yield "llama.cpp: not to be had here"
        try:
            yield self.peer("versions")["versions"] if self.has("python") \
                else "Python with torch, transformers, tokenizers, open_clip, Pillow: not here"
        except CannotRun as error:
            yield f"Python whose packages are incomplete: {error}"

    # --- Starting

    def start(self, words):
        environment = dict(os.environ)
        if self.llama:
            environment["LD_LIBRARY_PATH"] = str(self.llama)
        try:
            return subprocess.run([str(word) for word in words], capture_output=True, text=True,
                                  env=environment, timeout=LONGEST_RUN_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotRun(str(error)) from error

    def output(self, *words):
        done = self.start(words)
        if done.returncode:
            why = (done.stderr.strip() or "no message").splitlines()[-1]
            raise CannotRun(f"{Path(words[0]).name}, status {done.returncode}: {why[:200]}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.output(*words))

    def timed(self, *words):
        """Seconds from start to end of a process, and the most memory that it held."""
        environment = dict(os.environ)
        if self.llama:
            environment["LD_LIBRARY_PATH"] = str(self.llama)
        begin = time.perf_counter()
        with subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env=environment) as process:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise CannotRun(f"{Path(words[0]).name} ended with status {process.returncode}")
        return seconds, usage.ru_maxrss * 1024

    # --- Programs

    def fexp_json(self, what, model, *words):
        return self.json(self.fexp, "bench", what, model, *words, "--runs", 1, "-q")

    def fexp_bench(self, what, model, *words):
        return self.fexp_json(what, model, *words)["median"]

    def llama_program(self, name):
        return self.llama / name

    def llama_bench(self, model, *words):
        result = self.json(self.llama_program("llama-bench"), "-m", model, "-fa", 1, "-r", 1,
                           "-o", "json", *words)
        return result[0]["avg_ts"]

    def peer(self, what, *words):
        """A measurement of torch_peers.py."""
        return self.json(self.python, HERE / "torch_peers.py", what, *words)
