"""Makes the files in sequences/ with NumPy 2.4.6, h5py 3.14.0 and pandas 3.1.1 on a little-endian machine.

Every one that can be read holds the table that its kind of numbers has room for: value (r, c) is
(10 r + c) / 4 for floats and 10 r + c - 5 for integers (10 r + c for unsigned ones).
"""
import os
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
from numpy.lib import format as npy

folder = Path(__file__).parent / "sequences"
folder.mkdir(exist_ok=True)
os.chdir(folder)  # where HDF5 puts external storage
grid = np.arange(4)[:, None] * 10.0 + np.arange(3)[None, :]
floats, integers = grid / 4, grid - 5

for kind in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    name = kind.replace("<", "le-").replace(">", "be-")
    np.save(folder / f"{name}.npy", floats.astype(kind))
for kind in ["i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"]:
    name = kind.replace("<", "le-").replace(">", "be-")
    np.save(folder / f"{name}.npy", integers.astype(kind))
for kind in ["u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"]:
    name = kind.replace("<", "le-").replace(">", "be-")
    np.save(folder / f"{name}.npy", grid.astype(kind))
np.save(folder / "fortran.npy", np.asfortranarray(floats))
np.save(folder / "one-axis.npy", floats[:, 1])
np.save(folder / "three-axes.npy", floats[:, :, None])
np.save(folder / "no-axis.npy", np.float64(1.5))
np.save(folder / "no-rows.npy", floats[:0])
np.save(folder / "bool.npy", floats > 1)
np.save(folder / "complex.npy", floats + 1j)
np.save(folder / "text.npy", np.array(["a", "b"]))
np.save(folder / "records.npy", np.array([(1.0, 2)], dtype=[("a", "<f8"), ("b", "<i4")]))
np.save(folder / "objects.npy", np.array([None, 1.5], dtype=object), allow_pickle=True)
np.save(folder / "not-finite.npy", np.where(grid == 21, np.nan, floats))
for version in [(2, 0), (3, 0)]:
    with open(folder / f"version-{version[0]}.npy", "wb") as file:
        npy.write_array(file, floats, version=version)
np.savez(folder / "archive.npz", floats)

with h5py.File(folder / "several.h5", "w") as file:
    file["float32"] = floats.astype("f4")
    file["big-endian"] = integers.astype(">i2")
    file["unsigned"] = grid.astype("u1")
    file["half"] = floats.astype("f2")
    file["one-axis"] = floats[:, 1]
    file["three-axes"] = floats[:, :, None]
    file["text"] = "hello"
    file.create_dataset("inner/packed", data=floats, chunks=(2, 3), compression="gzip", shuffle=True)
    file.create_dataset("unwritten", shape=(2**40, 4), dtype="f4", chunks=(1024, 4))
with h5py.File(folder / "leaving.h5", "w") as file:
    file["here"] = floats
    file["soft"] = h5py.SoftLink("/here")
    file["nowhere"] = h5py.SoftLink("/there")
    file["link"] = h5py.ExternalLink("several.h5", "/float32")
    file["group"] = h5py.ExternalLink("several.h5", "/")
    file["soft-link"] = h5py.SoftLink("/link")
    file.create_dataset("storage", data=floats, external=[("leaving.bin", 0, h5py.h5f.UNLIMITED)])
    layout = h5py.VirtualLayout(shape=(4, 3), dtype="f4")
    layout[...] = h5py.VirtualSource("several.h5", "float32", shape=(4, 3))
    file.create_virtual_dataset("virtual", layout)
    file.create_dataset("cut", shape=(1000, 1000), dtype="f8", chunks=(1000, 1000))
(folder / "leaving.bin").unlink()  # written by h5py when the dataset was made
with h5py.File(folder / "labelled.h5", "w") as file:
    data = file.create_dataset("signal", data=floats)
    file["step"] = np.arange(4)
    file["step"].make_scale("step")
    data.dims[0].attach_scale(file["step"])

np.savetxt(folder / "numpy.csv", floats, delimiter=",", header="a,b,c")
pd.DataFrame(floats, columns=["a, b", 'c"d', "e"]).to_csv(folder / "pandas.csv", index=False)
pd.DataFrame(floats, columns=list("abc")).to_csv(folder / "pandas-index.csv")
pd.DataFrame(floats, columns=list("abc")).to_csv(folder / "pandas-decimal-comma.csv", index=False, sep=";",
                                                 decimal=",")
pd.DataFrame(floats).to_csv(folder / "pandas-tabs.tsv", index=False, header=False, sep="\t",
                            lineterminator="\r\n")
