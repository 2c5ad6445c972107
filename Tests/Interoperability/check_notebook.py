#!/usr/bin/env python3
"""Runs the notebook of the guides from top to bottom, in the Jupyter of this Python.

    check_notebook.py MEMPROBE NOTEBOOK [--write]

MEMPROBE    the built tool
NOTEBOOK    FollowATraining.ipynb
--write     put the outputs where they stand

In a new folder, with MEMPROBE on the path. Every cell has to run, and to have outputs of the same kinds as the notebook
holds: trainings differ from processor to processor, and the notebook asserts of its own results what it says of them. The
file has to be small. Ends with 0, or with what does not hold. requirements-notebook.txt lists the packages.
"""

import os
import sys
import tempfile

import nbformat
from nbclient import NotebookClient

MOST_BYTES = 300_000


def kinds(notebook):
    return [[sorted(output.get("data", {"text": 0})) for output in cell.get("outputs", [])] for cell in notebook.cells]


def tidied(notebook):
    """Without what only this run is about: times, counts and the machine's Python."""
    for cell in notebook.cells:
        cell.metadata.clear()
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def main(memprobe, path, write=None):
    os.environ["PATH"] = f"{os.path.dirname(os.path.abspath(memprobe))}:{os.environ['PATH']}"
    os.environ["COLUMNS"] = "100"
    kept = nbformat.read(path, as_version=4)
    notebook = nbformat.from_dict(kept)
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": folder}}).execute()
    if write:
        nbformat.write(tidied(notebook), path)
    elif kinds(notebook) != kinds(kept):
        sys.exit(f"{path}: outputs of other kinds: {kinds(notebook)} in place of {kinds(kept)}")
    if os.path.getsize(path) > MOST_BYTES:
        sys.exit(f"{path}: more than {MOST_BYTES} bytes")
    print(f"{path}: {len(notebook.cells)} cells")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--write"]):
        sys.exit(__doc__)
    main(*sys.argv[1:])
