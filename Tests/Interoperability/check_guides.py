#!/usr/bin/env python3
"""Runs the commands of README.md and of the guides, and compares what they print with what stands there.

    check_guides.py MEMPROBE [--write] [GUIDE ...]

MEMPROBE    the built tool
GUIDE       a Markdown file; by default README.md and those in Sources/memprobe/memprobe.docc
--write     put what commands print and draw where it stands, in place of comparing it

Every block of ```sh is run by bash with MEMPROBE on the path, on a terminal of 80 columns, in a folder like the repository's
root, which is home, too, and which the blocks of a guide share, unless a line `<!-- not run: why -->` is in front of it.
Where a block of ```text follows, what is printed on standard output has to be that: exactly, but that a line `...` stands for any lines, and that
after a line `<!-- numbers to 1% -->` in front of it numbers may differ by so much, as those that a BLAS has a part in. A
picture of the catalogue that a guide shows has to come out of one of its blocks, under its name. Links to files and headings
have to lead somewhere, and tests that are named have to be there. Ends with 0, or with what does not hold.
"""

import argparse
import contextlib
import fcntl
import glob
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import tty

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CATALOGUE = os.path.join(ROOT, "Sources", "memprobe", "memprobe.docc")
NUMBER = r"\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?"
BLOCK = re.compile(
    r"(?P<skipped><!-- not run: [^\n]+ -->\n)?```sh\n(?P<commands>.*?)```\n"
    r"(?:\n(?:<!-- numbers to (?P<percent>[\d.]+)% -->\n)?```text\n(?P<printed>.*?)```\n)?",
    re.DOTALL,
)


def scratch(folder):
    """Results as they are committed, in a folder of their own that commands may write to."""
    os.mkdir(os.path.join(folder, "results"))
    for entry in os.scandir(os.path.join(ROOT, "results")):
        os.symlink(entry.path, os.path.join(folder, "results", entry.name))


def run(commands, memprobe, folder):
    """What commands print on a terminal of 80 columns without colours."""
    path = f"{os.path.dirname(memprobe)}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": folder, "NO_COLOR": "1"}
    reader, terminal = pty.openpty()
    tty.setraw(terminal)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with tempfile.TemporaryFile() as errors, open(reader, "rb", buffering=0) as output:
        process = subprocess.Popen(
            ["bash", "-eu", "-o", "pipefail", "-c", commands], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=terminal, stderr=errors,
        )  # fmt: skip
        os.close(terminal)
        printed = b""
        with contextlib.suppress(OSError):  # which ends what a terminal says
            while chunk := output.read(1 << 16):
                printed += chunk
        printed = printed.decode()
        if process.wait() != 0:
            errors.seek(0)
            raise AssertionError(f"exit {process.returncode} of\n{commands}{printed}{errors.read().decode()}")
    return re.sub(r" +$", "", printed, flags=re.MULTILINE)


def agrees(expected, printed, tolerance):
    """Line by line; `...` for any number of lines."""
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(agrees(expected[1:], printed[start:], tolerance) for start in range(len(printed) + 1))
    return bool(printed) and same(expected[0], printed[0], tolerance) and agrees(expected[1:], printed[1:], tolerance)


def same(expected, printed, tolerance):
    if tolerance == 0 or expected == printed:
        return expected == printed
    numbers = [[float(word.replace(",", "")) for word in re.findall(NUMBER, line)] for line in (expected, printed)]
    words = [re.sub(r"[ ─]+", " ", re.sub(NUMBER, "#", line)) for line in (expected, printed)]
    return words[0] == words[1] and all(abs(a - b) <= tolerance * abs(a) + 1e-12 for a, b in zip(*numbers))


def check_blocks(text, memprobe, folder, write):
    """Returns the text with what its blocks print, and what was run."""
    count = 0

    def checked(block):
        nonlocal count
        if block["skipped"]:
            return block[0]
        count += 1
        printed = run(block["commands"], memprobe, folder)
        if block["printed"] is None:
            return block[0]
        if not agrees(block["printed"].splitlines(), printed.splitlines(), float(block["percent"] or 0) / 100):
            if not write or "\n...\n" in block["printed"]:
                raise AssertionError(f"{block['commands']}prints\n{printed}in place of\n{block['printed']}")
            return block[0].replace(block["printed"] + "```", printed + "```")
        return block[0]

    return BLOCK.sub(checked, text), count


def check_pictures(text, guide, folder, write):
    for name in re.findall(r"!\[[^]]*\]\(([^)/]+)\)", text):
        made, kept = (os.path.join(place, name) for place in (folder, os.path.dirname(guide)))
        if not os.path.exists(made):
            raise AssertionError(f"{name} is made by no block")
        if write:
            shutil.copyfile(made, kept)
        if not os.path.exists(kept):
            raise AssertionError(f"{name} is not there")


def anchors(path):
    """Of headings, as they are made on pages of Markdown."""
    with open(path, encoding="utf-8") as file:
        headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", file.read(), flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links(text, guide):
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        path = os.path.join(os.path.dirname(guide), path) if path else guide
        if not os.path.exists(path) or anchor and anchor not in anchors(path):
            raise AssertionError(f"nothing at {target}")


def tests():
    """Names of suites and of their tests, as `SuiteTests.test`; suites of one name are taken together."""
    names = set()
    for path in glob.glob(os.path.join(ROOT, "Tests", "**", "*.swift"), recursive=True):
        with open(path, encoding="utf-8") as file:
            for suite, body in re.findall(r"struct (\w+Tests)\b(.*?)(?=\n@Suite|\Z)", file.read(), re.DOTALL):
                names.update([suite, *(f"{suite}.{test}" for test in re.findall(r"func (\w+)\(", body))])
    return names


def check_names(text, known):
    for name in re.findall(r"`((?:\w+Tests)(?:\.\w+)?)`", text):
        if name not in known:
            raise AssertionError(f"there is no test {name}")
    for path in re.findall(r"`((?:Tests|results|Sources)/[\w./-]+\w)`", text):
        if not os.path.exists(os.path.join(ROOT, path)):
            raise AssertionError(f"there is no {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("memprobe", metavar="MEMPROBE", type=os.path.abspath)
    parser.add_argument("guides", metavar="GUIDE", type=os.path.abspath, nargs="*")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_intermixed_args()
    guides = options.guides or [os.path.join(ROOT, "README.md"), *sorted(glob.glob(os.path.join(CATALOGUE, "*.md")))]
    known, failures = tests(), 0
    for guide in guides:
        with open(guide, encoding="utf-8") as file:
            text = file.read()
        with tempfile.TemporaryDirectory() as folder:
            scratch(folder)
            try:
                checked, count = check_blocks(text, options.memprobe, folder, options.write)
                check_pictures(text, guide, folder, options.write)
                check_links(text, guide)
                check_names(text, known)
            except AssertionError as error:
                failures += 1
                print(f"{os.path.relpath(guide, ROOT)}: {error}", file=sys.stderr)
                continue
        if checked != text:
            with open(guide, "w", encoding="utf-8") as file:
                file.write(checked)
        print(f"{os.path.relpath(guide, ROOT)}: {count} blocks run")
    sys.exit(failures > 0)


main()
