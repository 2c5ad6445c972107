#!/usr/bin/env python3
"""Kills sweeps at random moments and at chosen system calls, runs them again, and compares every run variable with
those of a sweep that nobody disturbed.

    Tests/Soak/soak.py MEMPROBE [--kills 1000] [--starts 60] [--seed 0] [--jobs 2]

Every kind of sweep, with and without --save-networks, gets an equal share of the kills: half of them SIGKILL after a
random time, half at one of the system calls that an undisturbed sweep makes (by strace, where it is installed). Only
what died of it counts; a sweep that ended before is let be. After each kill, or two or three of them, the same
command is run to its end; it must end with 0, leave no journal and no temporary file, and its results must equal the
undisturbed ones in every variable but what says when and by which command they were made. Saved networks must be the
same files with the same bytes. Prints a line per kind of sweep and exits with 1 if anything differed.

Before that a sweep of runs that take minutes is interrupted every second, with another number of jobs each time: every
start has to gain something, and the results have to be the undisturbed ones.
"""

import argparse
import collections
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
    "lyapunov": "--cells lstm,gru --hidden-sizes 2,3 --repeats 3 --steps 500 --washout 100 --alignment 100",
}
CALLS = ["pwrite64", "write", "fsync", "rename", "ftruncate", "openat", "unlink", "flock", "mkdir"]
IGNORED = {"history", "provenance", "source"}


def words(sweep, folder, save):
    options = SWEEPS[sweep].replace("FILE", str(folder.parent / "given.safetensors")).split()
    saved = ["--save-networks", str(folder / "networks")] if save else []
    return [sweep, *options, *saved, "--quiet", "--jobs", str(arguments.jobs), "-o", str(folder / "out.h5")]


def finish(sweep, folder, save):
    """Runs the sweep to its end; the results, and the saved files by name."""
    done = subprocess.run([arguments.memprobe, *words(sweep, folder, save)], capture_output=True, text=True)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr.strip()}", None
    left = [path.name for path in folder.rglob("*") if path.name.endswith((".journal", ".states", ".new", ".temporary"))]
    if left:
        return f"left behind: {left}", None
    export = folder / "out.json"
    subprocess.run(
        [arguments.memprobe, "export", str(folder / "out.h5"), "-o", str(export)], check=True, capture_output=True)
    results = json.loads(export.read_text())
    results["attrs"] = {key: value for key, value in results["attrs"].items() if key not in IGNORED}
    networks = {path.name: path.read_bytes() for path in sorted(folder.glob("networks/*"))}
    return None, (results, networks)


def calls(sweep, folder, save):
    """How often an undisturbed sweep makes each kind of call."""
    log = folder.with_name("calls")
    trace = ["-f", "-qq", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    subprocess.run([strace, *trace, arguments.memprobe, *words(sweep, folder, save)], check=True, capture_output=True)
    names = [line.split()[1].split("(")[0] for line in log.read_text().splitlines()]
    return collections.Counter(name for name in names if name in CALLS)


def kill(sweep, folder, save, longest, counts):
    """Starts the sweep and kills it; in words, how, or nothing if it ended before."""
    command = [arguments.memprobe, *words(sweep, folder, save)]
    if counts and chance.random() < 0.5:
        call = chance.choice(sorted(counts))
        number = chance.randint(1, counts[call])
        inject = f"inject={call}:signal=KILL:when={number}"
        killed = subprocess.run(
            [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, *command],
            capture_output=True)
        return f"at {call} number {number}" if killed.returncode == -signal.SIGKILL else None
    delay = chance.uniform(0, longest)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    return f"after {delay:.3f} s" if process.wait() == -signal.SIGKILL else None


def interrupt(starts, root):
    """Whether a sweep of long runs that is interrupted every second gains on every start, and ends in the same results."""
    def command(folder, jobs):
        options = "--cells lstm,gru --hidden-sizes 64 --input-sizes 2 --repeats 1 --seed 5"
        steps = str(2_000_000 * max(1, starts // 5))
        return [arguments.memprobe, "divergence", *options.split(), "--total-steps", steps, "--jobs", str(jobs), "-o",
                str(folder / "out.h5")]

    folders = [root / "whole", root / "disturbed"]
    for folder in folders:
        folder.mkdir()
    subprocess.run(command(folders[0], arguments.jobs), check=True, capture_output=True)
    before, gains, count = None, 0, 0
    while count < starts and not (folders[1] / "out.h5").exists():
        process = subprocess.Popen(command(folders[1], count % 3 + 1), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        process.terminate()
        process.wait()
        after = {path.name: path.read_bytes() for path in folders[1].iterdir()}
        count += 1
        gains += after != before
        before = after
    subprocess.run(command(folders[1], arguments.jobs), check=True, capture_output=True)
    results = []
    for folder in folders:
        export = folder / "out.json"
        subprocess.run(
            [arguments.memprobe, "export", str(folder / "out.h5"), "-o", str(export)], check=True, capture_output=True)
        results.append(json.loads(export.read_text())["data_vars"])
        shutil.rmtree(folder)
    same = results[0] == results[1]
    print(f"long runs: {gains} of {count} starts of a second gained, {'the same' if same else 'other'} results", flush=True)
    return same and gains == count


def soak(sweep, save, kills, root):
    """The numbers of sweeps that were run again, of kills, and of those after which something was not as it should be."""
    title = sweep + (" --save-networks" if save else "")
    folder = root / "undisturbed"
    folder.mkdir()
    start = time.monotonic()
    problem, expected = finish(sweep, folder, save)
    longest = 1.2 * (time.monotonic() - start)
    if problem:
        sys.exit(f"{title}, undisturbed: {problem}")
    counts = {}
    if strace:
        (root / "traced").mkdir()
        counts = calls(sweep, root / "traced", save)
        shutil.rmtree(root / "traced")
    rounds, done, failures = 0, 0, 0
    while done < kills:
        folder = root / "disturbed"
        folder.mkdir()
        # Some sweeps are killed again as they resume.
        times = min(kills - done, chance.choice([1, 1, 2, 3]))
        how = [how for how in (kill(sweep, folder, save, longest, counts) for _ in range(times)) if how]
        rounds += 1
        done += len(how)
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
    print(f"{title}: {done} kills in {rounds} rounds, {failures} failures", flush=True)
    return rounds, done, failures


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("memprobe")
parser.add_argument("--kills", type=int, default=1000)
parser.add_argument("--starts", type=int, default=60)
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
    is_gaining = interrupt(arguments.starts, root)
    kinds = [(sweep, save) for sweep in SWEEPS for save in (False, True)]
    share = -(-arguments.kills // len(kinds))
    found = [soak(sweep, save, share, root) for sweep, save in kinds]
rounds, kills, failures = (sum(numbers) for numbers in zip(*found))
print(f"{kills} kills in {rounds} rounds, {failures} failures")
sys.exit(failures > 0 or not is_gaining)
