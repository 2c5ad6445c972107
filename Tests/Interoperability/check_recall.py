#!/usr/bin/env python3
"""Checks that other programs read a recall results file as they should.

    check_recall.py FILE.h5

FILE    from 'memprobe recall' of two or more networks and as many magnitudes, so that a reader that has to guess
        which axis is which guesses wrong

Opens it with h5py, xarray (both its netCDF-4 engines) and netCDF4, and computes errors and statistics again. Prints
one line per check and, at the end, "N passed, N failed"; exits with 1 if any failed. requirements.txt lists the
packages.
"""

import sys

import h5py
import netCDF4
import numpy as np
import xarray as xr

from check_divergence import ENGINES, Tally, require, text

AXES = ("network", "magnitude", "sequence", "step")
STATISTIC_AXES = ("network", "magnitude", "step")
VARIABLES = {
    "answer": AXES,
    "absolute_error": AXES,
    "relative_error": AXES,
    "first_input": AXES[:3],
    "error_bound": AXES[:3],
    "median_absolute_error": STATISTIC_AXES,
    "largest_absolute_error": STATISTIC_AXES,
    "median_relative_error": STATISTIC_AXES,
    "largest_relative_error": STATISTIC_AXES,
    "cell": AXES[:1],
    "readout": AXES[:1],
    "hidden_size": AXES[:1],
    "input_size": AXES[:1],
    "first_answer_step": AXES[:1],
}
ROOT_ATTRIBUTES = ("Conventions", "title", "source", "history", "seed", "total_steps", "precision")


def check_h5py(tally, path):
    with h5py.File(path) as file:
        with tally.check("every variable is there, described, on the documented axes (h5py)"):
            for name, axes in VARIABLES.items():
                variable = file[name]
                found = tuple(variable.dims[axis][0].name.strip("/") for axis in range(variable.ndim))
                require(found == axes, f"{name} is over {found}, not {axes}")
                require(text(variable.attrs["long_name"]) and text(variable.attrs["units"]), name)
        with tally.check("the root attributes say what made the file (h5py)"):
            require(not [name for name in ROOT_ATTRIBUTES if name not in file.attrs], str(dict(file.attrs)))


def check_xarray(tally, path, engine):
    with tally.check(f"dimensions and labels are as documented ({engine})"):
        with xr.open_dataset(path, engine=engine) as dataset, h5py.File(path) as file:
            for name, axes in VARIABLES.items():
                require(dataset[name].dims == axes, f"{name} is over {dataset[name].dims}")
            names = file["network"].asstr()[:].tolist()
            require(dataset["network"].values.tolist() == names, str(dataset["network"].values))
            for name in AXES[1:]:
                require(dataset[name].values.tolist() == file[name][:].tolist(), name)
    with tally.check(f"errors are those of the answers ({engine})"):
        with xr.open_dataset(path, engine=engine) as dataset:
            error = abs(dataset["answer"] - dataset["first_input"])
            np.testing.assert_array_equal(dataset["absolute_error"], error)
            relative = error / abs(dataset["first_input"])
            np.testing.assert_allclose(dataset["relative_error"], relative, rtol=1e-15)
    with tally.check(f"statistics are what numpy makes of the errors ({engine})"):
        with xr.open_dataset(path, engine=engine) as dataset:
            for kind in ("absolute", "relative"):
                errors = dataset[f"{kind}_error"]
                np.testing.assert_allclose(dataset[f"median_{kind}_error"], errors.median("sequence"), rtol=1e-15)
                np.testing.assert_array_equal(dataset[f"largest_{kind}_error"], errors.max("sequence"))
    with tally.check(f"what is guaranteed holds ({engine})"):
        with xr.open_dataset(path, engine=engine) as dataset:
            promised = dataset["step"] >= dataset["first_answer_step"]
            excess = (dataset["absolute_error"] - dataset["error_bound"]).where(promised)
            require(float(excess.max()) <= 0, f"exceeded by {float(excess.max())}")
            require(bool(dataset["error_bound"].notnull().any()), "nothing is guaranteed: take a latch along")


def check_netcdf4(tally, path):
    with tally.check("netCDF4 reads dimensions and values"):
        with netCDF4.Dataset(path) as dataset, h5py.File(path) as file:
            for name, axes in VARIABLES.items():
                require(dataset[name].dimensions == axes, f"{name} is over {dataset[name].dimensions}")
                if file[name].dtype.kind == "f":
                    dataset[name].set_auto_mask(False)
                    require(np.array_equal(dataset[name][:], file[name][:], equal_nan=True), name)


def main(arguments):
    if len(arguments) != 1:
        print("usage: check_recall.py FILE.h5", file=sys.stderr)
        return 64
    tally = Tally()
    checks = [("h5py", check_h5py, ()), ("netCDF4", check_netcdf4, ())]
    checks += [(f"xarray {engine}", check_xarray, (engine,)) for engine in ENGINES]
    for title, check, values in checks:
        try:
            check(tally, arguments[0], *values)
        except Exception as error:
            tally.failed += 1
            print(f"FAILED  {title}: {type(error).__name__}: {error}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
