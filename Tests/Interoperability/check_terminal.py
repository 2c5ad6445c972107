#!/usr/bin/env python3
"""Checks in a terminal, tmux, that no line of any `memprobe show` of the committed results is longer than that is wide.

    check_terminal.py MEMPROBE [--columns N]

MEMPROBE       the built tool
--columns N    of the terminal, 80 by default

A terminal goes on with a line that is too long in the row below, and remembers that it did: where no line is, what is
there row by row and what is there line by line are the same. Prints one line per check and, at the end, "N passed,
N failed"; exits with 1 if any failed.
"""

import argparse
import glob
import os
import shlex
import subprocess
import sys
import tempfile

from check_tally import Tally, require

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What there is to be shown in more than one way.
WAYS = [[], ["--heat"], ["--survival"], ["--statistic", "median"], ["--provenance"]]


class Terminal:
    """A tmux of its own, for one command after the other."""

    def __init__(self, columns, folder):
        self.columns, self.socket = columns, os.path.join(folder, "tmux")
        self.settings = os.path.join(folder, "tmux.conf")
        with open(self.settings, "w", encoding="utf-8") as file:
            file.write("set -g exit-empty off\nset -g history-limit 100000\nset -g default-terminal tmux-256color\n")

    def tmux(self, *words):
        done = subprocess.run(
            ["tmux", "-u", "-S", self.socket, "-f", self.settings, *words], capture_output=True, text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh"}, timeout=120,
        )  # fmt: skip
        require(done.returncode == 0, done.stderr)
        return done.stdout

    def rows_and_lines(self, command):
        """What a command leaves on the terminal, in rows and in the lines that it printed; the last says how it ended."""
        tail = f"; echo exit $?; tmux -S {shlex.quote(self.socket)} wait-for -S done; sleep 600"
        self.tmux("new-session", "-d", "-s", "show", "-x", str(self.columns), "-y", "24", command + tail)
        try:
            self.tmux("wait-for", "done")
            captured = [self.tmux("capture-pane", "-p", *way, "-S", "-", "-t", "show") for way in ([], ["-J"])]
            return [[row.rstrip() for row in text.rstrip().split("\n")] for text in captured]
        finally:
            self.tmux("kill-session", "-t", "show")


def check(tally, terminal, words):
    name = " ".join(os.path.relpath(word, ROOT) if os.path.isabs(word) else word for word in words[1:])
    rows, lines = terminal.rows_and_lines(shlex.join(words))
    if lines[-1] == "exit 64":
        return  # There is nothing of the kind in these results.
    with tally.check(f"no line of memprobe {name} is longer than {terminal.columns} characters"):
        require(lines[-1] == "exit 0" and len(lines) > 1, "\n".join(lines))
        require(rows == lines, "\n".join(line for line in lines if line not in rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("memprobe", metavar="MEMPROBE", type=os.path.abspath)
    parser.add_argument("--columns", type=int, default=80)
    options = parser.parse_args()
    results = sorted(glob.glob(os.path.join(ROOT, "results", "*.h5")))
    together = [os.path.join(ROOT, "results", name) for name in ("divergence.h5", "lyapunov.h5")]
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(options.columns, folder)
        with tally.check("a line that is too long is seen to be"):
            rows, lines = terminal.rows_and_lines(f"printf '%0{options.columns + 1}d\\n' 1")
            require((len(rows), len(lines)) == (3, 2), f"{rows}, {lines}")
        try:
            for words in [*([path, *way] for path in results for way in WAYS), together]:
                check(tally, terminal, [options.memprobe, "show", *words])
        finally:
            terminal.tmux("kill-server")
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(tally.failed > 0)


main()
