#!/usr/bin/env python3
"""Starts the same part of a sweep on two hosts that share a folder but no locks.

    Tests/Slurm/check_two_hosts.py MEMPROBE

The hosts are namespaces of the network, of processes and of names; that locks do not reach from one to the other is made
so by strace, which lets every flock fail as NFS does without its lock daemon. One of two that write the same file has to
step back, whether it comes later or at the same time, and naming the other; where a host died, the other goes on with what is
there. Nothing that was found is lost: results equal those of a sweep that nobody disturbed, bit for bit.

As root, with strace. Takes about four minutes: a host is taken for dead after one, and a sweep has to last for 20 seconds, so
that a host shows signs of life while the other waits for them.
"""

import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

import lasting

SWEEP = "lyapunov --cells lstm,gru --hidden-sizes 8,16 --input-sizes 2 --repeats 64 --shard 1/2"
HOST = ["unshare", "--net", "--uts", "--pid", "--mount", "--mount-proc", "--fork", "--kill-child", "sh", "-c"]
WITHOUT_LOCKS = "strace -f -qq -o /dev/null -e trace=flock -e inject=flock:error=ENOLCK"


def start(host, output):
    line = f"hostname {host} && exec {WITHOUT_LOCKS} {memprobe} {SWEEP} --steps {steps} --jobs 1 -o {output}"
    return subprocess.Popen([*HOST, line], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def expect(condition, what):
    print(f"{'ok' if condition else 'FAILED'}: {what}", flush=True)
    if not condition:
        sys.exit(1)


def arrays(path):
    """The bytes of every variable of a results file, by name, but for when and by which command they were made."""
    subprocess.run([memprobe, "export", path, "-o", "arrays.npz", "--force"], cwd=folder, check=True, capture_output=True)
    with zipfile.ZipFile(folder / "arrays.npz") as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "attributes.npy"}


def wait_for_journal(output):
    """Until there are runs in it."""
    journal = folder / f"{output}.journal"
    end = time.monotonic() + 120
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
        if time.monotonic() > end:
            sys.exit(f"no runs in {journal} after two minutes")
        time.sleep(0.1)


memprobe = str(pathlib.Path(sys.argv[1]).resolve())
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    steps = lasting.steps_for(20, [memprobe, *SWEEP.split(), "-o", "undisturbed.h5"], cwd=folder)
    undisturbed = arrays("undisturbed.h5")

    first = start("one", "later.h5")
    wait_for_journal("later.h5")
    second = start("two", "later.h5")
    told = second.communicate()[1]
    expect(second.returncode == 73 and " on one" in told, f"the second steps back: {told.splitlines()[-1]}")
    first.communicate()
    expect(first.returncode == 0 and arrays("later.h5") == undisturbed, "and the first finds everything")

    hosts = [start(host, "together.h5") for host in ("one", "two")]
    told = [host.communicate()[1] for host in hosts]
    codes = sorted(host.returncode for host in hosts)
    # The slower may come when the other is done: then there is nothing left to do.
    expect(codes in ([0, 73], [0, 0]), f"of two that start together one goes on: {codes}")
    expect(arrays("together.h5") == undisturbed, "and finds everything")

    first = start("one", "dead.h5")
    wait_for_journal("dead.h5")
    first.kill()
    first.communicate()
    second = start("two", "dead.h5")
    told = second.communicate()[1]
    expect(second.returncode == 0 and "Resuming: " in told, "where a host died the other goes on with what it left")
    expect(arrays("dead.h5") == undisturbed, "and finds the rest")
