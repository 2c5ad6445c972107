#!/usr/bin/env python3
"""Checks that other programs read a comparison results file as they should.

    check_comparison.py FILE.h5

FILE    a finished 'memprobe compare' with two networks or more, each compared by itself, and every run measured

Opens it with h5py, xarray (both its netCDF-4 engines) and netCDF4, and works out ranks, p-values, Holm's correction,
ratios, medians and fractions again from the runs. Prints one line per check and, at the end, "N passed, N failed"; exits
with 1 if any failed. requirements.txt lists the packages.
"""

import sys

import h5py
import netCDF4
import numpy as np
import xarray as xr

from check_divergence import ENGINES, Tally, check_container, require

RUN_AXES = ("network", "source", "twin", "run")
TWIN_AXES = RUN_AXES[:3]
SAMPLE_AXES = ("sample", "source")
# Variables over the runs, over networks and twins, and over samples, that a file with twins and thresholds promises;
# those marked True are also over `threshold`.
RUN_VARIABLES = {
    "run_status": False, "failure_reason": False, "first_equal_steps": False, "first_equal": False,
    "settled_steps": False, "settled": False, "merged_steps": False, "merged": False, "outcome": False,
    "final_difference": False, "forgetting_rate": False, "floor_median": False, "threshold_clear": True,
    "threshold_steps": True, "within_threshold": True,
}  # fmt: skip
TWIN_VARIABLES = {"measured_runs": False}
for name, also_threshold in (("settled", False), ("threshold", True)):
    for variable in (f"mean_{name}_steps", f"median_{name}_steps", f"median_{name}", f"{name}_fraction"):
        TWIN_VARIABLES[variable] = also_threshold
SAMPLE_VARIABLES = {
    f"threshold_{name}": True
    for name in (
        "twins_below", "twins_above", "p_value", "holm_p_value", "ratio", "ratio_low", "ratio_high",
        "intraclass_correlation", "comparison_clear",
    )
}  # fmt: skip
# Counts with their flags.
MEASURES = {"settled": ("settled_steps", "settled"), "threshold": ("threshold_steps", "within_threshold")}


def dimensions():
    """Every promised variable with the dimensions it should have."""
    for axes, variables in ((RUN_AXES, RUN_VARIABLES), (TWIN_AXES, TWIN_VARIABLES), (SAMPLE_AXES, SAMPLE_VARIABLES)):
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
    with tally.check("the network itself has fill values in the places of twins"), h5py.File(path) as file:
        pairs, twins = (int(np.ravel(file.attrs[name])[0]) for name in ("pairs", "twins"))
        require(twins > 1, f"{twins} twins: nothing to see")
        status = file["run_status"][:]
        require(status.shape[2:] == (twins, pairs), f"{status.shape}")
        require((status[:, 0, 0] == 1).all() and (status[:, 0, 1:] == -128).all(), "trained")
        require((status[:, 1:] == 1).all(), "twins")
    with tally.check("netCDF4 masks those places"), netCDF4.Dataset(path) as dataset:
        mask = np.ma.getmaskarray(dataset["settled_steps"][:])
        require(np.array_equal(mask, status == -128), "another mask")


def ranked(steps, flags):
    """Counts of one source, in which those that were not reached are equal and above all others."""
    return np.where(flags == 1, steps, np.inf)


def check_statistics(tally, path):
    with h5py.File(path) as file:
        for name, (steps_name, flag_name) in MEASURES.items():
            counts = ranked(file[steps_name][:].astype(float), file[flag_name][:])
            counts = counts.reshape(counts.shape + (() if counts.ndim == 5 else (1,)))
            # By network, source, twin and threshold.
            medians = np.median(counts, axis=3)

            def stored(variable):
                values = file[variable][:]
                return values.reshape(values.shape + (() if values.ndim == 4 else (1,)))

            with tally.check(f"medians and fractions of {name} are those of the pairs"):
                flags, steps = stored(f"median_{name}"), stored(f"median_{name}_steps")
                fractions = stored(f"{name}_fraction")
                for place in np.ndindex(medians.shape):
                    if place[1] == 0 and place[2] > 0:
                        require(flags[place] == -128 and np.isnan(steps[place]), f"{place}: no such network")
                        continue
                    reached = np.isfinite(counts[place[0], place[1], place[2], :, place[3]])
                    require(fractions[place] == reached.mean(), f"{place}: fraction")
                    require(flags[place] == np.isfinite(medians[place]), f"{place}: flag")
                    if np.isfinite(medians[place]):
                        require(steps[place] == medians[place], f"{place}: median")

        with tally.check("ranks, p-values and ratios are those of the medians"):
            for network, source, threshold in np.ndindex(medians.shape[0], medians.shape[1] - 1, medians.shape[3]):
                place = (network, source + 1, threshold)
                own, twins = medians[network, 0, 0, threshold], medians[network, source + 1, :, threshold]
                require(file["threshold_twins_below"][place] == (twins < own).sum(), f"{place}: below")
                require(file["threshold_twins_above"][place] == (twins > own).sum(), f"{place}: above")
                tail = 1 + min((twins >= own).sum(), (twins <= own).sum())
                p = min(1, 2 * tail / (len(twins) + 1))
                require(abs(file["threshold_p_value"][place] - p) < 1e-14, f"{place}: p is {p}")
                ratio = own / np.median(twins)
                if np.isfinite(own) and np.isfinite(np.median(twins)):
                    require(abs(file["threshold_ratio"][place] - ratio) < 1e-12 * ratio, f"{place}: ratio is {ratio}")
                low, high = file["threshold_ratio_low"][place], file["threshold_ratio_high"][place]
                require(low <= high, f"{place}: {low} to {high}")

        with tally.check("Holm's correction is over all comparisons of the file"):
            p, adjusted = file["threshold_p_value"][:].ravel(), file["threshold_holm_p_value"][:].ravel()
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
