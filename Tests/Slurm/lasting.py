"""Sweeps that last, on any machine, for as long as it takes to disturb them."""

import subprocess
import time


def steps_for(seconds, command, **options):
    """Runs the command with --steps doubled until one job takes so long.

    Returns the steps. What the last run found is in the command's output.
    """
    steps, took = 1000, 0
    while took < seconds:
        steps, begin = 2 * steps, time.monotonic()
        subprocess.run(
            [*command, "--steps", str(steps), "--jobs", "1", "--quiet", "--force"], check=True, capture_output=True,
            **options)
        took = time.monotonic() - begin
    return steps
