#!/usr/bin/env python3
"""Checks that other programs read a divergence results file as they should.

    check_divergence.py WHOLE.h5 [HALF.h5 [ALONE.h5]]

WHOLE   a finished sweep, best over as many hidden sizes as input sizes, all different: a reader that has to
        guess which axis is which then guesses wrong, and the comparison of labels with raw values shows it
HALF    a sweep of which some runs are not done
ALONE   a finished sweep over part of WHOLE's grid with the same seed and settings: its runs must be the same
        runs, found in WHOLE by their labels

Opens them with h5dump, h5py, xarray (both its netCDF-4 engines) and netCDF4. Prints one line per check and,
at the end, "N passed, N failed"; exits with 1 if any failed. requirements.txt lists the packages.
"""

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile

import h5py
import netCDF4
import numpy as np
import xarray as xr

from check_tally import Tally, require

ENGINES = ["h5netcdf", "netcdf4"]

CELL_AXES = ("cell", "layers", "hidden_size", "input_size")
RUN_AXES = (*CELL_AXES, "repeat")
COUNT, FLAG, REAL = "int32", "int8", "float64"

# Every variable that a results file promises: its axes and its type.
COORDINATES = ("cell", "layers", "hidden_size", "input_size", "repeat", "threshold")
RUN_VARIABLES = {
    "first_equal_steps": (RUN_AXES, COUNT),
    "settled_steps": (RUN_AXES, COUNT),
    "merged_steps": (RUN_AXES, COUNT),
    "first_equal": (RUN_AXES, FLAG),
    "settled": (RUN_AXES, FLAG),
    "merged": (RUN_AXES, FLAG),
    "outcome": (RUN_AXES, FLAG),
    "final_difference": (RUN_AXES, REAL),
    "forgetting_rate": (RUN_AXES, REAL),
    "forgetting_rate_error": (RUN_AXES, REAL),
    "forgetting_rate_first_step": (RUN_AXES, REAL),
    "forgetting_rate_last_step": (RUN_AXES, REAL),
    "floor_median": (RUN_AXES, REAL),
    "floor_largest": (RUN_AXES, REAL),
    "threshold_steps": ((*RUN_AXES, "threshold"), COUNT),
    "within_threshold": ((*RUN_AXES, "threshold"), FLAG),
    "threshold_clear": ((*RUN_AXES, "threshold"), FLAG),
}
# Where there is no fit or no floor, they are NaN: undefined, not missing.
UNDEFINED = {name for name in RUN_VARIABLES if name.startswith(("forgetting_rate", "floor_"))}
CURVE_VARIABLES = {"difference": ((*RUN_AXES, "curve_step"), "float32")}
CELL_VARIABLES = {
    "mean_settled_steps": (CELL_AXES, REAL),
    "std_settled_steps": (CELL_AXES, REAL),
    "median_settled_steps": (CELL_AXES, REAL),
    "settled_fraction": (CELL_AXES, REAL),
    "mean_first_equal_steps": (CELL_AXES, REAL),
    "mean_threshold_steps": ((*CELL_AXES, "threshold"), REAL),
    "mean_settled": (CELL_AXES, FLAG),
    "mean_first_equal": (CELL_AXES, FLAG),
    "mean_threshold": ((*CELL_AXES, "threshold"), FLAG),
    "threshold_fraction": ((*CELL_AXES, "threshold"), REAL),
    "threshold_clear_fraction": ((*CELL_AXES, "threshold"), REAL),
}
FILL_VALUES = {COUNT: -2147483648, FLAG: -128, REAL: np.nan, "float32": np.nan}
ROOT_ATTRIBUTES = [
    "Conventions", "title", "source", "history", "seed", "total_steps", "unique_steps", "initializer",
    "precision",
]  # fmt: skip
# flag_meanings of `outcome`, in the order of its flag_values 0, 1, ...
OUTCOMES = ["merged", "rounding_floor", "diverged", "kept", "fading"]
# The steps whose flag says whether they were reached.
FLAGGED = {
    "first_equal_steps": "first_equal",
    "settled_steps": "settled",
    "merged_steps": "merged",
    "threshold_steps": "within_threshold",
}


def promised(file):
    """The variables that this file should have: those of a curve only if it has any of it."""
    has_curve = "difference" in file or "curve_step" in file
    return {**RUN_VARIABLES, **(CURVE_VARIABLES if has_curve else {}), **CELL_VARIABLES}


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


# --- HDF5 as such -------------------------------------------------------------------------------------


def check_h5dump(tally, path):
    with tally.check("h5dump -H reads the file and names every variable"):
        dump = subprocess.run(["h5dump", "-H", path], capture_output=True, text=True)
        require(dump.returncode == 0, f"exit {dump.returncode}: {dump.stderr.strip()}")
        with h5py.File(path) as file:
            names = [*COORDINATES, *promised(file)]
        missing = [name for name in names if f'DATASET "{name}"' not in dump.stdout]
        require(not missing, f"not mentioned: {missing}")
        for attribute in ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "_FillValue", "Conventions"):
            require(f'ATTRIBUTE "{attribute}"' in dump.stdout, f"no attribute {attribute} mentioned")


def check_h5py(tally, path):
    with h5py.File(path) as file:
        check_container(tally, file)
        check_types(tally, file)
        check_scales(tally, file)
        check_descriptions(tally, file)
        check_counts(tally, file)
        check_statistics(tally, file, "")


def check_container(tally, file):
    with tally.check("superblock 2 or later and tracked creation order, so that netCDF-4 can append"):
        superblock = file.id.get_create_plist().get_version()[0]
        require(superblock >= 2, f"superblock {superblock}")
        tracked = h5py.h5p.CRT_ORDER_TRACKED
        groups = [file["/"]]
        file.visititems(lambda _, item: groups.append(item) if isinstance(item, h5py.Group) else None)
        for group in groups:
            order = group.id.get_create_plist()
            require(order.get_link_creation_order() & tracked, f"{group.name}: links not tracked")
            require(order.get_attr_creation_order() & tracked, f"{group.name}: attributes not tracked")
    with tally.check("no netCDF-C bookkeeping that could contradict the dimension scales"):
        for name, item in file.items():
            for attribute in ("_Netcdf4Dimid", "_Netcdf4Coordinates"):
                require(attribute not in item.attrs, f"{name} has {attribute}")


def check_types(tally, file):
    with tally.check("every promised variable is there, with its type (h5py)"):
        for name, (_, kind) in promised(file).items():
            require(name in file, f"no {name}")
            require(file[name].dtype == kind, f"{name} is {file[name].dtype}, not {kind}")
    with tally.check("the cell axis holds variable-length UTF-8 text (h5py)"):
        info = h5py.check_string_dtype(file["cell"].dtype)
        require(info is not None, f"cell is {file['cell'].dtype}")
        require(info.length is None and info.encoding == "utf-8", f"cell is {info}")
    with tally.check("the other axes hold numbers (h5py)"):
        for name in COORDINATES[1:]:
            kind = "f" if name == "threshold" else "i"
            require(file[name].dtype.kind == kind, f"{name} is {file[name].dtype}")
    with tally.check("_FillValue has its variable's own type and the documented value (h5py)"):
        for name, (_, kind) in promised(file).items():
            fill = file[name].attrs["_FillValue"]
            require(np.size(fill) == 1, f"{name}: {np.size(fill)} fill values")
            require(fill.dtype == file[name].dtype, f"{name}: fill value is {fill.dtype}")
            require(np.array_equal(np.ravel(fill)[0], FILL_VALUES[kind], equal_nan=True), f"{name}: {fill}")


def check_scales(tally, file):
    with tally.check("every axis of every variable has its dimension scale attached (h5py)"):
        for name in COORDINATES:
            require(file[name].is_scale, f"{name} is no scale")
            require(file[name].ndim == 1, f"{name} has {file[name].ndim} axes")
            require("REFERENCE_LIST" in file[name].attrs, f"{name} has no REFERENCE_LIST")
        for name, (axes, _) in promised(file).items():
            variable = file[name]
            found = tuple(variable.dims[axis][0].name.strip("/") for axis in range(variable.ndim))
            require(found == axes, f"{name} is over {found}, not {axes}")
            for axis, length in enumerate(variable.shape):
                scale = variable.dims[axis][0]
                require(scale.shape == (length,), f"{name}: {scale.name} {scale.shape}, axis {length}")
    with tally.check("no axis value appears twice (h5py)"):
        for name in COORDINATES:
            values = file[name][:].tolist()
            require(len(set(values)) == len(values), f"{name}: {values}")


def check_descriptions(tally, file):
    with tally.check("long_name and units on every variable and axis (h5py)"):
        for name, item in file.items():
            for attribute in ("long_name", "units"):
                require(attribute in item.attrs, f"{name} has no {attribute}")
                require(text(item.attrs[attribute]).strip(), f"{name}: {attribute} is empty")
            require(" since " not in text(item.attrs["units"]), f"{name}: units read as a date")
    with tally.check("step counts are in steps, flags and shares in 1 (h5py)"):
        for name, item in file.items():
            units = "steps" if name.endswith("_steps") or name == "curve_step" else "1"
            if not name.startswith("forgetting_rate"):
                require(text(item.attrs["units"]) == units, f"{name}: {item.attrs['units']}")
    with tally.check("outcome names its codes with flag_values and flag_meanings (h5py)"):
        attributes = file["outcome"].attrs
        values = np.ravel(attributes["flag_values"])
        require(values.dtype == "int8" and values.tolist() == list(range(len(OUTCOMES))), f"flag_values {values}")
        require(text(attributes["flag_meanings"]).split() == OUTCOMES, attributes["flag_meanings"])
    with tally.check("the root attributes say what made the file (h5py)"):
        missing = [name for name in ROOT_ATTRIBUTES if name not in file.attrs]
        require(not missing, f"missing: {missing}")
        require(text(file.attrs["Conventions"]).startswith("CF-1."), file.attrs["Conventions"])
        for name in ("total_steps", "unique_steps"):
            value = np.ravel(file.attrs[name])
            require(value.size == 1 and value.dtype.kind in "iu", f"{name}: {file.attrs[name]!r}")
        require(text(file.attrs["precision"]) in ("float32", "float64"), file.attrs["precision"])


def check_counts(tally, file):
    horizon = horizon_of(file)
    with tally.check("counts lie within the horizon, and what is reached held for a tenth of it (h5py)"):
        for steps_name, flag_name in FLAGGED.items():
            steps, flags = file[steps_name][:], file[flag_name][:]
            require(set(np.unique(flags)) <= {0, 1}, f"{flag_name}: {np.unique(flags)}")
            require(((steps >= 1) & (steps <= horizon)).all(), f"{steps_name} outside 1...{horizon}")
            if steps_name in ("first_equal_steps", "merged_steps"):
                require((steps[flags == 0] == horizon).all(), f"{steps_name}: censored before the horizon")
                continue
            merged = file["merged"][:].reshape(file["merged"].shape + (1,) * (steps.ndim - file["merged"].ndim))
            dwells = (horizon - steps + 1 >= -(-horizon // 10)) | (merged == 1)
            require(((flags == 1) == dwells).all(), f"{steps_name}: reached without a dwell, or censored with one")
    with tally.check("a threshold is clear where it is 30 median floors and twice the largest (h5py)"):
        threshold = file["threshold"][:]
        median, largest = (file[name][:][..., np.newaxis] for name in ("floor_median", "floor_largest"))
        near = (threshold < 30 * median) | (threshold < 2 * largest)
        require(((file["threshold_clear"][:] == 1) == ~near).all(), "threshold_clear against the floors")
    with tally.check("first equal <= settled <= merged, thresholds in order, outcomes agree (h5py)"):
        first, settled, merged = (
            file[name][:] for name in ("first_equal_steps", "settled_steps", "merged_steps")
        )
        require((first <= settled).all() and (settled <= merged).all(), "out of order")
        order = np.argsort(file["threshold"][:])[::-1]
        steps = file["threshold_steps"][:][..., order]
        require((np.diff(steps, axis=-1) >= 0).all(), "a smaller threshold is reached earlier")
        require((steps[..., -1] <= settled).all(), "settled before the smallest threshold")
        require(((file["outcome"][:] == 0) == (file["merged"][:] == 1)).all(), "outcome against merged")
        require((file["final_difference"][:][file["settled"][:] == 1] == 0).all(), "settled, yet apart")


def horizon_of(file):
    return int(np.ravel(file.attrs["total_steps"])[0]) - int(np.ravel(file.attrs["unique_steps"])[0])


def runs(file, name):
    """A run variable as float64 with NaN where the run is not done."""
    values = file[name][:]
    missing = np.isnan(values) if values.dtype.kind == "f" else values == FILL_VALUES[str(values.dtype)]
    return np.where(missing, np.nan, values.astype(np.float64))


def check_statistics(tally, file, which):
    """Recomputes each grid cell's statistics over the repeats that are done."""
    repeats = RUN_AXES.index("repeat")

    def of_repeats(name, reduction):
        return reduce_done(np.moveaxis(runs(file, name), repeats, -1), reduction)

    expected = {
        "mean_settled_steps": of_repeats("settled_steps", np.mean),
        "std_settled_steps": of_repeats("settled_steps", standard_deviation),
        "median_settled_steps": of_repeats("settled_steps", np.median),
        "settled_fraction": of_repeats("settled", np.mean),
        "mean_first_equal_steps": of_repeats("first_equal_steps", np.mean),
        "mean_threshold_steps": of_repeats("threshold_steps", np.mean),
        "threshold_fraction": of_repeats("within_threshold", np.mean),
    }
    # A mean is exact if all of its runs got there.
    for flag in ("settled", "first_equal", "threshold"):
        name = "within_threshold" if flag == "threshold" else flag
        expected[f"mean_{flag}"] = of_repeats(name, np.min)
    for name, values in expected.items():
        with tally.check(f"{name} is what numpy makes of the runs{which}"):
            np.testing.assert_allclose(runs(file, name), values, rtol=1e-12, atol=1e-12)


def standard_deviation(values):
    """Of the sample, n - 1."""
    return np.std(values, ddof=1) if values.size > 1 else np.nan


def reduce_done(values, reduction):
    """Applies the reduction to the values of the last axis that are not NaN; NaN if there is none."""

    def reduce_row(row):
        done = row[~np.isnan(row)]
        return reduction(done) if done.size else np.nan

    return np.apply_along_axis(reduce_row, -1, values)


# --- Labelled readers ---------------------------------------------------------------------------------


def check_xarray(tally, path, engine):
    with tally.check(f"xarray opens the file ({engine})"), xr.open_dataset(path, engine=engine):
        pass
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(h5py.File(path))
        dataset = stack.enter_context(xr.open_dataset(path, engine=engine))
        with tally.check(f"dimensions are named, in the documented order ({engine})"):
            for name, (axes, _) in promised(file).items():
                require(dataset[name].dims == axes, f"{name} is over {dataset[name].dims}")
        with tally.check(f"coordinates are labelled and equal the raw axes ({engine})"):
            for name in COORDINATES:
                require(name in dataset.coords, f"{name} is no coordinate")
                require(name in dataset.indexes, f"{name} is not indexed")
                raw = file["cell"].asstr()[:] if name == "cell" else file[name][:]
                require(dataset[name].values.tolist() == raw.tolist(), f"{name}: {dataset[name].values}")
            require(isinstance(dataset["cell"].values[0], str), "cell is not text")
        with tally.check(f"root attributes come through ({engine})"):
            for name in ROOT_ATTRIBUTES:
                raw, seen = np.ravel(file.attrs[name]), np.ravel(dataset.attrs[name])
                require(list(map(text, raw)) == list(map(text, seen)), f"{name}: {dataset.attrs[name]}")
        with tally.check(f"long_name and units come through ({engine})"):
            for name in dataset.variables:
                for attribute in ("long_name", "units"):
                    require(dataset[name].attrs.get(attribute), f"{name} has no {attribute}")
        with tally.check(f"every value found by label is the raw one, axes not swapped ({engine})"):
            for name, (axes, _) in promised(file).items():
                compare_by_label(dataset[name], raw_values(file, name), file, axes)
        with tally.check(f"nothing of a finished sweep is masked ({engine})"):
            for name, (_, kind) in {**RUN_VARIABLES, **CELL_VARIABLES}.items():
                if name not in UNDEFINED | {"std_settled_steps"}:  # where undefined, not missing
                    require(dataset[name].notnull().all(), f"{name} has masked values")


def raw_values(file, name):
    values = file[name][:]
    return runs(file, name) if values.dtype.kind == "i" else values


def compare_by_label(variable, raw, file, axes):
    axis_values = {
        axis: file["cell"].asstr()[:] if axis == "cell" else file[axis][:] for axis in axes
    }
    # The labels of the leading axes; those after them come along whole.
    labelled = [axis for axis in axes if axis in RUN_AXES]
    for position in itertools.product(*(range(len(axis_values[axis])) for axis in labelled)):
        labels = {axis: axis_values[axis][index] for axis, index in zip(labelled, position)}
        found = variable.sel(labels).values
        require(
            np.array_equal(found, raw[position], equal_nan=True),
            f"{variable.name} at {labels}: {found}, raw {raw[position]}",
        )


def check_netcdf4(tally, path):
    with tally.check("netCDF4 reads dimensions, types and values"), contextlib.ExitStack() as stack:
        file = stack.enter_context(h5py.File(path))
        dataset = stack.enter_context(netCDF4.Dataset(path))
        for name, (axes, _) in promised(file).items():
            variable = dataset[name]
            require(variable.dimensions == axes, f"{name} is over {variable.dimensions}")
            variable.set_auto_mask(False)
            require(np.array_equal(variable[:], file[name][:], equal_nan=True), f"{name}: other values")
    with tally.check("netCDF4 appends an attribute and a variable, and nothing else changes"):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(path, os.path.join(folder, "copy.h5"))
            with netCDF4.Dataset(copy, "a") as dataset:
                dataset.setncattr("comment", "added by netCDF4")
                added = dataset.createVariable("twice_mean_settled_steps", "f8", CELL_AXES)
                added[:] = 2 * dataset["mean_settled_steps"][:]
            with xr.open_dataset(copy) as after, xr.open_dataset(path) as before:
                require(after.attrs.pop("comment") == "added by netCDF4", "the attribute is not there")
                twice = after["twice_mean_settled_steps"]
                require(np.array_equal(twice, 2 * before["mean_settled_steps"], True), "other values")
                require(after.drop_vars(twice.name).identical(before), "something else changed")


# --- Half finished, and part of another ---------------------------------------------------------------


def check_half(tally, path):
    with h5py.File(path) as file:
        missing = file["settled_steps"][:] == FILL_VALUES[COUNT]
        with tally.check("half finished: some runs hold the fill value, others do not (h5py)"):
            require(missing.any() and not missing.all(), f"{missing.sum()} of {missing.size} missing")
        with tally.check("half finished: what misses, misses in every variable (h5py)"):
            for name in {**RUN_VARIABLES, **(CURVE_VARIABLES if "difference" in file else {})}:
                absent = np.isnan(runs(file, name))
                shape = missing.shape + (1,) * (absent.ndim - missing.ndim)
                require(absent[np.broadcast_to(missing.reshape(shape), absent.shape)].all(), name)
                if name not in UNDEFINED:
                    require(not absent[~missing].any(), f"{name} misses in finished runs")
        check_statistics(tally, file, ", half finished")
        for engine in ENGINES:
            with tally.check(f"half finished: missing runs come out as NaN ({engine})"):
                with xr.open_dataset(path, engine=engine) as dataset:
                    for name in RUN_VARIABLES:
                        nulls = dataset[name].isnull().values
                        require(nulls[missing].all(), f"{name} is not masked")
                    require((dataset["settled_steps"].isnull().values == missing).all(), "other runs")
        with tally.check("half finished: missing runs are masked (netCDF4)"):
            with netCDF4.Dataset(path) as dataset:
                for name, (_, kind) in RUN_VARIABLES.items():
                    values = dataset[name][:]
                    require(np.ma.getmaskarray(values)[missing].all(), f"{name} is not masked")


def check_alone(tally, whole_path, alone_path):
    for engine in ENGINES:
        with tally.check(f"runs done alone are found in the whole by their labels ({engine})"):
            with (
                xr.open_dataset(whole_path, engine=engine) as whole,
                xr.open_dataset(alone_path, engine=engine) as alone,
            ):
                labels = {axis: alone[axis].values for axis in RUN_AXES}
                part = whole.sel(labels)
                require(part.sizes != whole.sizes, "the runs done alone are all of them")
                with h5py.File(alone_path) as file:
                    names = promised(file)
                for name in names:
                    same = np.array_equal(part[name].values, alone[name].values, equal_nan=True)
                    require(same, f"{name}: {alone[name].values} alone, {part[name].values} in the whole")


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        print("usage: check_divergence.py WHOLE.h5 [HALF.h5 [ALONE.h5]]", file=sys.stderr)
        return 64
    tally = Tally()
    whole = arguments[0]
    checks = [
        ("h5dump", check_h5dump, (whole,)),
        ("h5py", check_h5py, (whole,)),
        *((f"xarray {engine}", check_xarray, (whole, engine)) for engine in ENGINES),
        ("netCDF4", check_netcdf4, (whole,)),
    ]
    if len(arguments) > 1:
        checks.append(("the half-finished file", check_half, (arguments[1],)))
    if len(arguments) > 2:
        checks.append(("the runs done alone", check_alone, (whole, arguments[2])))
    for title, check, values in checks:
        try:
            check(tally, *values)
        except Exception as error:  # could not even open it: the other readers are still worth a look
            tally.failed += 1
            print(f"FAILED  {title}: {type(error).__name__}: {error}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
