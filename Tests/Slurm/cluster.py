"""A Slurm cluster of one node, of Debian's slurmctld, slurmd, slurm-client and munge, in namespaces of its own: it has
its own host name, its own loopback and its own process numbers, and ends with the process that made it.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"]
INSIDE = "MEMPROBE_INSIDE_NAMESPACES"
NODE = "node"
# Not loopback's own: without any other no name is resolved.
ADDRESS = "10.0.0.1"


def enter_namespaces():
    """Runs this program again in namespaces of its own, unless it is in them already."""
    if os.environ.get(INSIDE):
        return
    os.environ[INSIDE] = "1"
    # A shell as the first process there takes note of the ends of orphans, which daemons leave.
    init = f"""
      hosts=$(mktemp) && echo "{ADDRESS} {NODE}" >"$hosts" && mount --bind "$hosts" /etc/hosts && rm "$hosts"
      ip link set lo up && ip address add {ADDRESS} dev lo && hostname {NODE} && "$@"; exit $?
    """
    names = ["--net", "--uts", "--pid", "--mount", "--mount-proc", "--fork", "--kill-child"]
    os.execvp("unshare", ["unshare", *names, "bash", "-c", init, "init", sys.executable, *sys.argv])


class Cluster:
    """Daemons that are running, and what is asked of them."""

    def __init__(self, folder, processors):
        os.environ["PATH"] += ":/usr/sbin:/sbin"
        lacking = [program for program in PROGRAMS if not shutil.which(program)]
        if lacking:
            sys.exit(f"not found: {' '.join(lacking)}; apt-get install slurmctld slurmd slurm-client munge")
        self.folder = pathlib.Path(folder)
        for name in ["state", "spool"]:
            (self.folder / name).mkdir()
        self.folder.chmod(0o700)
        (self.folder / "key").write_bytes(os.urandom(128))
        (self.folder / "key").chmod(0o400)
        (self.folder / "slurm.conf").write_text(self.configuration(processors))
        os.environ["SLURM_CONF"] = str(self.folder / "slurm.conf")
        files = [f"--{name}={self.folder}/{file}" for name, file in [
            ("key-file", "key"), ("socket", "munge.socket"), ("pid-file", "munged.pid"), ("log-file", "munged.log"),
            ("seed-file", "munge.seed")]]
        subprocess.run(["munged", "--force", *files], check=True)
        self.controller = self.daemon("slurmctld")
        self.start_node()

    def configuration(self, processors):
        folder = self.folder
        return f"""
ClusterName=test
SlurmctldHost={NODE}({ADDRESS})
NodeName={NODE} NodeAddr={ADDRESS} CPUs={processors} RealMemory=100000
PartitionName=all Nodes={NODE} Default=YES MaxTime=INFINITE
SlurmUser=root
AuthInfo=socket={folder}/munge.socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
# The machine may have fewer processors, and a container does not let limits be raised.
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
SchedulerParameters=batch_sched_delay=0,bf_interval=1,sched_interval=1
KillWait=10
"""

    def daemon(self, name):
        """Starts a daemon in the foreground, without what tells of a job in which this may run."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("SLURM_", "SBATCH_"))}
        environment["SLURM_CONF"] = os.environ["SLURM_CONF"]
        log = open(self.folder / f"{name}.log", "a")
        return subprocess.Popen([name, "-D"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)

    def start_node(self):
        self.node = self.daemon("slurmd")
        self.wait("node to be there", lambda: self.ask("sinfo", "-h", "-o", "%T") in ("idle", "mixed", "allocated"))

    def stop_node(self):
        """Ends the node's daemon; the jobs that run there go on."""
        self.node.terminate()
        self.node.wait()

    def ask(self, *command):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def wait(self, what, condition, seconds=120):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                logs = "".join(f"\n{file}:\n{file.read_text()[-2000:]}" for file in self.folder.glob("*.log"))
                sys.exit(f"waited {seconds} s for the {what}{logs}\n{self.ask('scontrol', 'show', 'jobs')}")
            time.sleep(0.2)

    def job(self, name):
        """What Slurm knows of a job, or of a task such as 3_2."""
        words = self.ask("scontrol", "show", "job", "-o", str(name)).split("\n")[0].split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    def state(self, name):
        return self.job(name).get("JobState", "")

    def ended(self, name):
        return self.state(name) not in ("", "PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "REQUEUED", "SUSPENDED")
