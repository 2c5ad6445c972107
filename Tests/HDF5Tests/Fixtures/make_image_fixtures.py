#!/usr/bin/env python3
"""Writes image/: small HDF5 files for the tests of HDF5Image, sound ones and hostile ones.

    python3 -m venv fixtures-venv
    fixtures-venv/bin/pip install h5py==3.14.0 numpy==2.4.6
    fixtures-venv/bin/python make_image_fixtures.py

The committed files were made by h5py 3.14.0 with HDF5 1.14.6 on x86-64.

earliest.h5, v108.h5 and latest.h5 hold the same in the oldest and in newer formats: every number type, order
and storage as a matrix of 3 x 5 with the values i / 8; attributes; a group of 40 members, m0 to m39, made in
this order, all of them one dataset.
"""

from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent / "image"
FOLDER.mkdir(exist_ok=True)
MATRIX = np.arange(15).reshape(3, 5) / 8


def sound(name, versions):
    with h5py.File(FOLDER / name, "w", libver=versions) as file:
        for dtype in ["f2", "f4", "f8"]:
            for order, mark in [("little", "<"), ("big", ">")]:
                file.create_dataset(f"{dtype}_{order}", data=MATRIX.astype(mark + dtype))
        # What Keras stores bfloat16 as: the upper halves of float32.
        upper = (MATRIX.astype("<f4").view("<u4") >> 16).astype("<u2")
        brain = file.create_dataset("bfloat16", data=upper.view("V2"))
        brain.attrs["dtype"] = "bfloat16"
        single = MATRIX.astype("f4")
        if versions == "latest":  # Whose chunks have an index that is refused.
            file.create_dataset("new_chunks", data=single, chunks=(2, 2))
        else:
            file.create_dataset("chunks", data=single, chunks=(2, 2))
            file.create_dataset("deflate", data=single, chunks=(2, 3), compression="gzip")
            file.create_dataset("shuffle", data=single, chunks=(3, 5), compression="gzip", shuffle=True)
            file.create_dataset("all", data=single, chunks=(1, 5), compression="gzip", shuffle=True, fletcher32=True)
            file.create_dataset("checksum", data=single, chunks=(2, 5), fletcher32=True)
            file.create_dataset("cube", data=single.reshape(3, 5, 1), chunks=(2, 2, 1))
            resizable = file.create_dataset("resizable", shape=(3, 5), maxshape=(None, 5), chunks=(8, 8 - 3), dtype="f4")
            resizable[...] = single
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple(single.shape)
        h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact).write(
            h5py.h5s.ALL, h5py.h5s.ALL, single)
        file.create_dataset("scalar", data=np.float32(0.5))
        file.create_dataset("empty", shape=(0, 5), dtype="f4")
        file.create_dataset("integers", data=np.arange(3, dtype="i4"))
        many = file.create_group("many", track_order=versions != "earliest")
        for index in range(40):
            many[f"m{index}"] = file["scalar"]
        file.attrs["variable"] = "grüße"
        file.attrs["list"] = ["a", "bc", ""]
        file.attrs["fixed"] = np.bytes_("fixed")
        file.attrs["fixed_list"] = np.array([b"a", b"bcd"])
        file.attrs["long"] = "x" * 5_000
        file.attrs["number"] = 3
        for index in range(12):  # More than a header keeps in newer formats.
            many.attrs[f"a{index}"] = f"value {index}"


sound("earliest.h5", "earliest")
sound("v108.h5", ("v108", "v108"))
sound("latest.h5", "latest")

with h5py.File(FOLDER / "hostile.h5", "w") as file:
    file.create_group("external_link")["link"] = h5py.ExternalLink("/etc/passwd", "/x")
    file.create_group("soft_link")["link"] = h5py.SoftLink("/plain")
    cycle = file.create_group("cycle")
    cycle["self"] = cycle
    file["plain"] = MATRIX.astype("f4")
    file.create_dataset("external", shape=(3,), dtype="f4", external=[("/etc/passwd", 0, 12)])
    layout = h5py.VirtualLayout(shape=(3,), dtype="f4")
    layout[...] = h5py.VirtualSource("other.h5", "x", shape=(3,))
    file.create_virtual_dataset("virtual", layout)
    file.create_dataset("unwritten", shape=(3,), dtype="f4")
    file.create_dataset("absurd", shape=(2**40, 3), chunks=(1024, 3), dtype="f4")
    file.create_dataset("overflow", shape=(2**62, 2**62), chunks=(1, 1), dtype="f8")
    file.create_dataset("lzf", data=MATRIX.astype("f4"), chunks=(3, 5), compression="lzf")
    file.create_dataset("scaleoffset", data=np.arange(4, dtype="f4"), chunks=(4,), scaleoffset=2)
    holes = file.create_dataset("holes", shape=(8,), chunks=(2,), dtype="f4")
    holes[:2] = 1
    bomb = file.create_dataset("bomb", shape=(2**21,), chunks=(2**21,), compression="gzip", dtype="f8")
    bomb[...] = 0
    file.create_dataset("four_axes", data=np.zeros((1, 1, 1, 1), "f4"))
    file["committed"] = np.dtype("f4")
    file.create_dataset("shared_type", data=np.zeros(2, "f4"), dtype=file["committed"])
