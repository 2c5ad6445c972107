#!/usr/bin/env python3
"""Runs a sweep as 'memprobe sbatch' writes it, on a real Slurm, and disturbs it.

    Tests/Slurm/check_array.py MEMPROBE

An array of 8 tasks, of which one is cancelled and put back into the queue, all reach their time before they are done, and
the node's daemon is stopped and started meanwhile. The job that waits for the array joins the parts; what it makes equals an
undivided run in every bit. Then a part is lost: the joining fails and says which task to submit again, which mends it.

As root, with slurmctld, slurmd, slurm-client, munge and iproute2. Takes about two minutes.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import cluster
import lasting

TASKS = 8
OUTPUT = "found/lyapunov.h5"
SWEEP = "lyapunov --cells lstm,gru --hidden-sizes 8,16 --input-sizes 2 --repeats 32".split()


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(condition, what):
    print(f"{'ok' if condition else 'FAILED'}: {what}", flush=True)
    if not condition:
        logs = "".join(f"\n{log.name}:\n{log.read_text()[-1500:]}" for log in sorted(folder.glob("slurm-*.out")))
        sys.exit(f"{slurm.ask('scontrol', 'show', 'jobs')}{logs}")


def arrays(path):
    """The bytes of every variable of a results file, by name, but for what says when and by which command they were made."""
    export = folder / "arrays.npz"
    run(memprobe, "export", path, "-o", export, "--force")
    with zipfile.ZipFile(export) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "attributes.npy"}


def submit(script, *options):
    """The numbers of the array and of the job that joins its parts."""
    told = run("bash", script, *options)
    return re.fullmatch(r"Submitted job array (\d+), and job (\d+) to join its parts\.\n", told).groups()


def log(job):
    return (folder / f"slurm-{job}.out").read_text()


memprobe = str(pathlib.Path(sys.argv[1]).resolve())
cluster.enter_namespaces()
with tempfile.TemporaryDirectory() as daemons, tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    slurm = cluster.Cluster(daemons, processors=4)
    # So that every part takes longer than it has, by a second at least.
    steps = lasting.steps_for(3 * TASKS, [memprobe, *SWEEP, "-o", "undivided.h5"], cwd=folder)
    sweep = [*SWEEP, "--steps", str(steps)]
    undivided = arrays("undivided.h5")

    text = run(memprobe, "sbatch", *sweep, "--output", OUTPUT, "--tasks", str(TASKS), "--time", "5m")
    # A person would change the time here, too; Slurm counts in minutes, and this should not take so long.
    text = re.sub(r"--stop-after \w+", "--stop-after 2s", text)
    (folder / "sweep.sh").write_text(text)
    array, merge = submit("sweep.sh")

    slurm.wait("third task to run", lambda: slurm.state(f"{array}_3") == "RUNNING")
    slurm.wait("third task to have found something", lambda: list(folder.glob("found/*-3-of-8.h5.journal")))
    run("scontrol", "requeue", f"{array}_3")
    slurm.wait("third task to be cancelled", lambda: slurm.state(f"{array}_3") == "PENDING")
    print("ok: a task was cancelled, and is in the queue again", flush=True)
    slurm.stop_node()
    slurm.start_node()
    print("ok: the node's daemon was stopped and started", flush=True)
    slurm.wait("joined parts", lambda: slurm.ended(merge), seconds=240)

    expect(slurm.state(merge) == "COMPLETED", "the parts were joined")
    restarts = {task: int(slurm.job(f"{array}_{task}")["Restarts"]) for task in range(1, TASKS + 1)}
    expect(sum(restarts.values()) > 1, f"tasks whose time was up went back into the queue: {restarts}")
    expect(arrays(OUTPUT) == undivided, "what they are together is what an undivided run finds, bit for bit")

    (folder / OUTPUT).unlink()
    (folder / "found/lyapunov-5-of-8.h5").unlink()
    functions = text[:text.index("\narray=$(")]
    lonely = run("bash", "-c", f"{functions}\nmerge_job | sbatch --parsable").strip()
    slurm.wait("joining to end", lambda: slurm.ended(lonely))
    expect(slurm.state(lonely) == "FAILED", "without a part the joining fails")
    expect("part 5 of 8" in log(lonely) and "--array=5" in log(lonely), f"and says what to do: {log(lonely).strip()}")
    expect(not (folder / OUTPUT).exists(), "and writes nothing")
    array, merge = submit("sweep.sh", "--array=5")
    slurm.wait("joined parts", lambda: slurm.ended(merge))
    expect(slurm.state(merge) == "COMPLETED" and arrays(OUTPUT) == undivided, "once it is done again they are whole")
