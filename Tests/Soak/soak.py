#!/usr/bin/env python3
"""Kills sweeps at random moments and at chosen system calls, runs them again, and compares every run variable with
those of a sweep that nobody disturbed.

    Tests/Soak/soak.py MEMPROBE [--kills 1000] [--seed 0] [--jobs 2]

Every kind of sweep, with and without --save-networks, gets an equal share of the kills: half of them SIGKILL after a
random time, half at the n-th of a kind of system call (by strace, where it is installed). After each kill the same
command is run to its end; it must end with 0, leave no journal and no temporary file, and its results must equal the
undisturbed ones in every variable but what says when and by which command they were made. Saved networks must be the
same files with the same bytes. Prints a line per kind of sweep and exits with 1 if anything differed.
"""

import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SWEEPS = {
    "divergence": "--cells lstm,gru --hidden-sizes 2,3 --input-sizes 1,2 --repeats 3 --total-steps 3000",
    "compare": "FILE --pairs 3 --twins 5 --total-steps 2000 --unique-steps 200",
    "memorize": "--cells rnn --layers 1 --hidden-sizes 2,3 --positions 1,2 --repeats 3 --epochs 20",
    "capacity": "--cells rnn,esn --hidden-sizes 3,4 --repeats 3 --training-steps 500 --test-steps 500 --maximum-delay 10",
    "recall": "--cells lstm,gru --hidden-size 6 --steps 200 --sequences 20",
}
CALLS = ["pwrite64", "write", "fsync", "rename", "ftruncate", "openat", "unlink", "flock", "mkdir"]
IGNORED = {"history", "source"}


def words(sweep, folder, save):
    options = SWEEPS[sweep].replace("FILE", str(folder.parent / "given.safetensors")).split()
    saved = ["--save-networks", str(folder / "networks")] if save else []
    return [sweep, *options, *saved, "--quiet", "--jobs", str(arguments.jobs), "-o", str(folder / "out.h5")]


def finish(sweep, folder, save):
    """Runs the sweep to its end; the results, and the saved files by name."""
    done = subprocess.run([arguments.memprobe, *words(sweep, folder, save)], capture_output=True, text=True)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr.strip()}", None
    left = [path.name for path in folder.rglob("*") if path.name.endswith((".journal", ".new", ".temporary"))]
    if left:
        return f"left behind: {left}", None
    export = folder / "out.json"
    subprocess.run(
        [arguments.memprobe, "export", str(folder / "out.h5"), "-o", str(export)], check=True, capture_output=True)
    results = json.loads(export.read_text())
    results["attrs"] = {key: value for key, value in results["attrs"].items() if key not in IGNORED}
    networks = {path.name: path.read_bytes() for path in sorted(folder.glob("networks/*"))}
    return None, (results, networks)


def kill(sweep, folder, save, longest):
    """Starts the sweep and kills it; in words, how."""
    command = [arguments.memprobe, *words(sweep, folder, save)]
    if strace and chance.random() < 0.5:
        call, number = chance.choice(CALLS), chance.randint(1, 40)
        inject = f"inject={call}:signal=KILL:when={number}"
        subprocess.run(
            [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, *command],
            capture_output=True)
        return f"at {call} number {number}"
    delay = chance.uniform(0, longest)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return f"after {delay:.3f} s"


def soak(sweep, save, kills, root):
    """The number of kills after which something was not as it should be."""
    title = sweep + (" --save-networks" if save else "")
    folder = root / "undisturbed"
    folder.mkdir()
    start = time.monotonic()
    problem, expected = finish(sweep, folder, save)
    longest = 1.2 * (time.monotonic() - start)
    if problem:
        sys.exit(f"{title}, undisturbed: {problem}")
    failures, left = 0, kills
    while left > 0:
        folder = root / "disturbed"
        folder.mkdir()
        # Some sweeps are killed again as they resume.
        times = min(left, chance.choice([1, 1, 2, 3]))
        left -= times
        how = [kill(sweep, folder, save, longest) for _ in range(times)]
        problem, found = finish(sweep, folder, save)
        if not problem and found != expected:
            variables = [
                name for name, value in expected[0]["data_vars"].items() if found[0]["data_vars"].get(name) != value]
            files = [name for name, value in expected[1].items() if found[1].get(name) != value]
            problem = f"other results: {variables + files or 'attributes'}"
        if problem:
            failures += 1
            print(f"  {title}, killed {', then '.join(how)}: {problem}", flush=True)
        shutil.rmtree(folder)
    shutil.rmtree(root / "undisturbed")
    print(f"{title}: {kills} kills, {failures} failures", flush=True)
    return failures


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("memprobe")
parser.add_argument("--kills", type=int, default=1000)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--jobs", type=int, default=2)
arguments = parser.parse_args()
arguments.memprobe = str(pathlib.Path(arguments.memprobe).resolve())
chance = random.Random(arguments.seed)
strace = shutil.which("strace")
if not strace:
    print("strace is not installed: kills at random moments only")

with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name)
    subprocess.run(
        [arguments.memprobe, "construct", "forgetting", "--rate", "0.7", "--cell", "gru", "--hidden-size", "3", "-o",
         str(root / "given.safetensors")], check=True, capture_output=True)
    kinds = [(sweep, save) for sweep in SWEEPS for save in (False, True)]
    share = -(-arguments.kills // len(kinds))
    failures = sum(soak(sweep, save, share, root) for sweep, save in kinds)
print(f"{share * len(kinds)} kills, {failures} failures")
sys.exit(failures > 0)
