#!/usr/bin/env python3
"""Checks that other programs read a comparison results file as they should.

    check_comparison.py FILE.h5

FILE    a finished 'memprobe compare' with two networks or more, more twins than pairs and every run measured

Opens it with h5py, xarray (both its netCDF-4 engines) and netCDF4, and works out Mann & Whitney's U, Cliff's
delta, Holm's correction, medians and fractions again from the runs. Prints one line per check and, at the end,
"N passed, N failed"; exits with 1 if any failed. requirements.txt lists the packages.
"""

import sys

import h5py
import netCDF4
import numpy as np
import xarray as xr

from check_divergence import ENGINES, Tally, check_container, require

RUN_AXES = ("network", "source", "run")
SOURCE_AXES = RUN_AXES[:2]
# Variables over the runs, and over networks and sources, that a file with twins and thresholds promises; those
# marked True are also over `threshold`.
RUN_VARIABLES = {
    "run_status": False, "failure_reason": False, "first_equal_steps": False, "first_equal": False,
    "settled_steps": False, "settled": False, "merged_steps": False, "merged": False, "outcome": False,
    "final_difference": False, "forgetting_rate": False, "floor_median": False, "threshold_clear": True,
    "threshold_steps": True, "within_threshold": True,
}  # fmt: skip
SOURCE_VARIABLES = {"measured_runs": False}
for name, also_threshold in (("settled", False), ("threshold", True)):
    for variable in (
        f"mean_{name}_steps", f"median_{name}_steps", f"median_{name}", f"{name}_fraction",
        f"{name}_mann_whitney_u", f"{name}_p_value", f"{name}_holm_p_value", f"{name}_cliffs_delta",
    ):  # fmt: skip
        SOURCE_VARIABLES[variable] = also_threshold
# Counts with their flags.
MEASURES = {"settled": ("settled_steps", "settled"), "threshold": ("threshold_steps", "within_threshold")}


def dimensions():
    """Every promised variable with the dimensions it should have."""
    for axes, variables in ((RUN_AXES, RUN_VARIABLES), (SOURCE_AXES, SOURCE_VARIABLES)):
        for name, also_threshold in variables.items():
            yield name, axes + (("threshold",) if also_threshold else ())


def check_labels(tally, path, engine):
    with tally.check(f"dimensions are named and labelled, values in their places ({engine})"):
        with xr.open_dataset(path, engine=engine) as dataset, h5py.File(path) as file:
            for name, axes in dimensions():
                require(dataset[name].dims == axes, f"{name} is over {dataset[name].dims}")
            for axis in ("network", "source"):
                labels = [str(label) for label in dataset[axis].values]
                require(labels == [text.decode() for text in file[axis][:]], f"{axis}: {labels}")
            raw = file["settled_steps"][:]
            for i, network in enumerate(dataset["network"].values):
                for j, source in enumerate(dataset["source"].values):
                    found = dataset["settled_steps"].sel(network=network, source=source).values
                    expected = np.where(raw[i, j] == -2147483648, np.nan, raw[i, j])
                    require(np.array_equal(found, expected, equal_nan=True), f"{network}, {source}: {found}")


def check_places(tally, path):
    with tally.check("a source with fewer runs has fill values in the rest of its places"), h5py.File(path) as file:
        pairs, twins = (int(np.ravel(file.attrs[name])[0]) for name in ("pairs", "twins"))
        require(twins > pairs, f"{twins} twins, {pairs} pairs: nothing to see")
        status = file["run_status"][:]
        require((status[:, 0, :pairs] == 1).all() and (status[:, 0, pairs:] == -128).all(), "trained")
        require((status[:, 1:] == 1).all(), "twins")
    with tally.check("netCDF4 masks those places"), netCDF4.Dataset(path) as dataset:
        mask = np.ma.getmaskarray(dataset["settled_steps"][:])
        require(np.array_equal(mask, status == -128), "another mask")


def ranked(steps, flags):
    """Counts of one source, in which those that were not reached are equal and above all others."""
    return np.where(flags == 1, steps, np.inf)


def check_statistics(tally, path):
    with h5py.File(path) as file:
        pairs = int(np.ravel(file.attrs["pairs"])[0])
        for name, (steps_name, flag_name) in MEASURES.items():
            counts = ranked(file[steps_name][:].astype(float), file[flag_name][:])
            counts = counts.reshape(counts.shape + (() if counts.ndim == 4 else (1,)))

            def stored(variable):
                values = file[variable][:]
                return values.reshape(values.shape + (() if values.ndim == 3 else (1,)))

            with tally.check(f"U and delta of {name} are those of its runs"):
                for place in np.ndindex(counts.shape[0], counts.shape[1] - 1, counts.shape[3]):
                    network, source, threshold = place[0], place[1] + 1, place[2]
                    first = counts[network, 0, :pairs, threshold]
                    second = counts[network, source, :, threshold]
                    larger = (first[:, None] > second).sum()
                    ties = (first[:, None] == second).sum()
                    u = larger + ties / 2
                    place = (network, source, threshold)
                    require(stored(f"{name}_mann_whitney_u")[place] == u, f"{place}: U is {u}")
                    delta = 2 * u / (len(first) * len(second)) - 1
                    require(abs(stored(f"{name}_cliffs_delta")[place] - delta) < 1e-14, f"{place}: {delta}")
            with tally.check(f"medians and fractions of {name} are those of its runs"):
                for network, source, threshold in np.ndindex(*counts.shape[:2], counts.shape[3]):
                    runs = counts[network, source, : pairs if source == 0 else None, threshold]
                    place = (network, source, threshold)
                    reached = np.isfinite(runs)
                    require(stored(f"{name}_fraction")[place] == reached.mean(), f"{place}: fraction")
                    median = np.median(runs)
                    require(stored(f"median_{name}")[place] == np.isfinite(median), f"{place}: flag")
                    if np.isfinite(median):
                        require(stored(f"median_{name}_steps")[place] == median, f"{place}: median")

        with tally.check("Holm's correction is over all comparisons of the file"):
            def everything(suffix):
                return np.concatenate([file[f"{name}_{suffix}"][:].ravel() for name in MEASURES])

            p, adjusted = everything("p_value"), everything("holm_p_value")
            there = ~np.isnan(p)
            require(np.array_equal(there, ~np.isnan(adjusted)), "gaps in other places")
            p, adjusted = p[there], adjusted[there]
            require(len(p) == np.ravel(file.attrs["comparisons"])[0], f"{len(p)} comparisons")
            order = np.argsort(p, kind="stable")
            expected = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
            np.testing.assert_allclose(adjusted[order], expected, rtol=1e-14)


def main(arguments):
    if len(arguments) != 1:
        print("usage: check_comparison.py FILE.h5", file=sys.stderr)
        return 64
    path, tally = arguments[0], Tally()
    with h5py.File(path) as file:
        check_container(tally, file)
    for engine in ENGINES:
        check_labels(tally, path, engine)
    check_places(tally, path)
    check_statistics(tally, path)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
