#!/usr/bin/env python3
"""Checks that what `memprobe export` writes holds what the results file holds, value by value.

    memprobe export FILE.h5 -o FOLDER/NAME.csv      (and .npz, .mat, .json)
    check_export.py FILE.h5 FOLDER/NAME

Reads FILE.h5 with h5py, and opens the tables with pandas, the archive with numpy (which refuses pickles), the
MAT-file with SciPy and with Octave, and the JSON with xarray. Prints one line per check and, at the end, "N
passed, N failed"; exits with 1 if any failed. requirements.txt lists the packages; Octave is Debian's.
"""

import glob
import json
import os
import subprocess
import sys

import h5py
import numpy as np
import pandas as pd
import scipy.io
import xarray as xr

from check_divergence import Tally, require, text

CHECK_OCTAVE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "print_mat.m")


class Results:
    """A results file: its variables with their axes, NaN where a value is missing, and its attributes."""

    def __init__(self, path):
        self.arrays, self.dims, self.flags, self.names, self.units, self.kinds = {}, {}, {}, {}, {}, {}
        with h5py.File(path) as file:
            self.attributes = {name: self.plain(value) for name, value in file.attrs.items()}
            for name, item in file.items():
                scale = item.attrs.get("CLASS") == b"DIMENSION_SCALE"
                self.dims[name] = (name,) if scale else tuple(axis[0].name.strip("/") for axis in item.dims)
                self.names[name] = text(item.attrs["long_name"])
                self.units[name] = text(item.attrs["units"])
                self.kinds[name] = "U" if h5py.check_string_dtype(item.dtype) else item.dtype.kind
                if h5py.check_string_dtype(item.dtype):
                    self.arrays[name] = item.asstr()[()].astype(str)
                else:
                    values = item[()]
                    if "_FillValue" in item.attrs and values.dtype.kind in "iu":
                        fill = item.attrs["_FillValue"]
                        values = np.where(values == fill, np.nan, values.astype("f8"))
                    self.arrays[name] = values
                if "flag_meanings" in item.attrs:
                    self.flags[name] = dict(
                        zip(item.attrs["flag_values"], text(item.attrs["flag_meanings"]).split(), strict=True)
                    )
        self.coordinates = [name for name, dims in self.dims.items() if dims == (name,)]
        self.variables = [name for name in self.dims if name not in self.coordinates]

    @staticmethod
    def plain(value):
        """A string, or a list of numbers."""
        return text(value) if isinstance(value, (bytes, str)) else np.atleast_1d(value).tolist()


def same(found, expected, name):
    found, expected = np.asarray(found), np.asarray(expected)
    require(found.shape == expected.shape, f"{name}: shape {found.shape}, not {expected.shape}")
    if expected.dtype.kind == "U":
        require(found.tolist() == expected.tolist(), f"{name}: other strings")
    else:
        require(np.array_equal(found.astype(expected.dtype), expected, equal_nan=True), f"{name}: other numbers")


# --- CSV ----------------------------------------------------------------------------------------------


def check_csv(tally, results, stem):
    tables = {os.path.basename(path): path for path in glob.glob(f"{stem}-*.csv")}
    described = f"{os.path.basename(stem)}-columns.csv"
    seen = []
    for file, path in sorted(tables.items()):
        with tally.check(f"{file} holds the variables of its axes (pandas)"):
            strings = {name: str for name, array in results.arrays.items() if array.dtype.kind == "U"}
            table = pd.read_csv(path, dtype=strings, keep_default_na=False, na_values=[""])
            if file.endswith("-attributes.csv"):
                check_attribute_table(results, table)
                continue
            if file == described:
                continue
            variables = [name for name in table.columns if name not in results.coordinates]
            dims = list(table.columns[: len(table.columns) - len(variables)])
            require(list(table.columns) == dims + variables, f"columns {list(table.columns)}")
            seen += variables
            for name in variables:
                require(results.dims[name] == tuple(dims), f"{name} is over {results.dims[name]}, not {dims}")
                check_column(results, table, dims, name)
    with tally.check(f"{described} says what every column of the tables is (pandas)"):
        check_column_table(results, pd.read_csv(tables[described], dtype=str, keep_default_na=False), stem)
    with tally.check("every variable is in one table"):
        require(sorted(seen) == sorted(results.variables), f"{sorted(seen)}")


def check_column(results, table, dims, name):
    """Compares a column, place by place: its rows in any order, and no row where there is no run."""
    labels = [np.asarray(results.arrays[dim]).tolist() for dim in dims]
    places = tuple(
        np.array([axis.index(label) for label in table[dim].astype(np.asarray(axis).dtype)])
        for dim, axis in zip(dims, labels, strict=True)
    )
    expected = results.arrays[name]
    # Where there is no run there is no row.
    there = np.ones(expected.shape, dtype=bool)
    status = results.arrays.get("run_status")
    if status is not None and results.dims[name][: status.ndim] == results.dims["run_status"]:
        there &= ~np.isnan(status).reshape(status.shape + (1,) * (expected.ndim - status.ndim))
    require(len(set(zip(*places, strict=True))) == len(table) == there.sum(), f"{name}: {len(table)} rows")
    require(there[places].all(), f"{name}: rows where there is no run")
    column = table[name]
    if expected.dtype.kind == "U":
        same(column.fillna("").astype(str).to_numpy(dtype=str), expected[places].astype(str), name)
    elif len(results.flags.get(name, {})) > 2:
        words = [results.flags[name][value] for value in expected[places] if not np.isnan(value)]
        require(column.dropna().tolist() == words, f"{name}: other words")
        require((column.isna().to_numpy() == np.isnan(expected[places])).all(), f"{name}: other gaps")
    else:
        same(column.to_numpy(dtype=expected.dtype), expected[places], name)


def check_column_table(results, table, stem):
    columns = {(row.table, row.column): row for row in table.itertuples()}
    require(len(columns) == len(table), "a column twice")
    for name in table["table"].unique():
        with open(f"{stem}-{name}.csv", encoding="utf-8") as file:
            header = file.readline().rstrip("\n").split(",")
        require(table[table["table"] == name]["column"].tolist() == header, f"{name}: other columns")
    for (_, name), row in columns.items():
        require(row.long_name == results.names[name], f"{name}: long name")
        require(row.units == results.units[name], f"{name}: units")
        flags = results.flags.get(name, {})
        words = [meaning if len(flags) > 2 else f"{value} {meaning}" for value, meaning in flags.items()]
        require(row.meanings == ", ".join(words), f"{name}: {row.meanings}")
        kinds = {"U": "text", "f": "number"}
        kind = "word" if len(flags) > 2 else "flag" if flags else kinds.get(results.kinds[name], "integer")
        require(row.type == kind, f"{name}: {row.type}, not {kind}")


def check_attribute_table(results, table):
    values = dict(zip(table["name"], table["value"].fillna("").astype(str), strict=True))
    require(list(values) == list(results.attributes), f"{list(values)}")
    for name, expected in results.attributes.items():
        if isinstance(expected, str):
            require(values[name] == expected, f"{name}: {values[name]!r}")
        else:
            found = [type(number)(word) for number, word in zip(expected, values[name].split(), strict=True)]
            require(found == expected, f"{name}: {values[name]}")


# --- The other formats --------------------------------------------------------------------------------


def check_npz(tally, results, stem):
    with tally.check("the archive holds every array, without pickles (numpy)"), np.load(stem + ".npz") as archive:
        names = set(results.arrays) | {"variables", "attributes"}
        require(set(archive.files) == names, f"{sorted(archive.files)}")
        for name, expected in results.arrays.items():
            found = archive[name]
            require(found.dtype.kind == expected.dtype.kind, f"{name} is {found.dtype}")
            require(found.dtype.kind == "U" or found.dtype == expected.dtype, f"{name} is {found.dtype}")
            same(found, expected, name)
    with tally.check("the archive says what its arrays are (numpy)"), np.load(stem + ".npz") as archive:
        for name, dims, long_name, _, flags in archive["variables"].tolist():
            require(results.dims[name] == tuple(dims.split()), f"{name} is over {dims}")
            require(results.names[name] == long_name, f"{name}: {long_name}")
            meanings = {float(word.split(":")[0]): word.split(":")[1] for word in flags.split()}
            require(meanings == results.flags.get(name, {}), f"{name}: {flags}")
        check_attribute_table(results, pd.DataFrame(archive["attributes"], columns=["name", "value"]))


def matlab_shape(shape):
    """As MATLAB has it: two axes at least, and none of length 1 at the end."""
    shape = list(shape) + [1] * (2 - len(shape))
    while len(shape) > 2 and shape[-1] == 1:
        shape.pop()
    return tuple(shape)


def check_mat(tally, results, stem):
    with tally.check("the MAT-file holds every array, its axes in order (SciPy)"):
        found = scipy.io.loadmat(stem + ".mat", chars_as_strings=True)
        for name, expected in results.arrays.items():
            array = found[name]
            if expected.dtype.kind == "U":
                strings = [cell[0] if cell.size else "" for cell in array.ravel(order="C")]
                array = np.array(strings, dtype=str).reshape(array.shape)
            require(array.shape in (expected.shape, matlab_shape(expected.shape)), f"{name}: {array.shape}")
            same(array.reshape(expected.shape), expected, name)
    with tally.check("the MAT-file says what its variables are (SciPy)"):
        found = scipy.io.loadmat(stem + ".mat", simplify_cells=True)
        for name, dims in results.dims.items():
            require(tuple(np.atleast_1d(found["dimensions"][name])) == dims, f"{name}: axes")
            require(found["long_names"][name] == results.names[name], f"{name}: long name")
        for name, flags in results.flags.items():
            require(list(found["flag_meanings"][name]) == list(flags.values()), f"{name}: meanings")
        for name, expected in results.attributes.items():
            value = found["attributes"][name]
            value = value if isinstance(expected, str) else np.atleast_1d(value).tolist()
            require((value if len(value) else "") == expected, f"attribute {name}: {value}")


def check_octave(tally, results, stem):
    with tally.check("the MAT-file holds every array, its axes in order (Octave)"):
        run = subprocess.run(
            ["octave-cli", "--quiet", "--no-init-file", CHECK_OCTAVE, stem + ".mat"],
            capture_output=True, text=True,
        )  # fmt: skip
        require(run.returncode == 0, run.stderr)
        found = {}
        for line in run.stdout.splitlines():
            name, shape, *values = line.split("\t")
            found[name] = (tuple(int(length) for length in shape.split("x")), values)
        for name, expected in results.arrays.items():
            shape, values = found[name]
            require(shape == matlab_shape(expected.shape), f"{name}: shape {shape}")
            # Octave's first axis runs fastest.
            flat = expected.ravel(order="F")
            if expected.dtype.kind == "U":
                require(values == flat.tolist(), f"{name}: other strings")
            else:
                same([float(value) for value in values], flat.astype("f8"), name)


def check_json(tally, results, stem):
    with open(stem + ".json", encoding="utf-8") as file:
        document = json.load(file, parse_constant=lambda word: sys.exit(f"{word} is no JSON"))
    dataset = xr.Dataset.from_dict(document)
    with tally.check("the JSON is a dataset with every array on its axes (xarray)"):
        require(set(dataset.variables) == set(results.arrays), f"{sorted(dataset.variables)}")
        require(set(dataset.coords) == set(results.coordinates), f"{sorted(dataset.coords)}")
        for name, expected in results.arrays.items():
            require(dataset[name].dims == results.dims[name], f"{name} is over {dataset[name].dims}")
            values = dataset[name].values
            same(values if expected.dtype.kind == "U" else values.astype("f8"), expected, name)
            require(dataset[name].attrs["long_name"] == results.names[name], f"{name}: long name")
    with tally.check("the JSON says what made it (xarray)"):
        for name, expected in results.attributes.items():
            value = dataset.attrs[name]
            require((value if isinstance(expected, str) else np.atleast_1d(value).tolist()) == expected, name)


def main(arguments):
    if len(arguments) != 2:
        print("usage: check_export.py FILE.h5 FOLDER/NAME", file=sys.stderr)
        return 64
    tally = Tally()
    results = Results(arguments[0])
    for check in (check_csv, check_npz, check_mat, check_octave, check_json):
        try:
            check(tally, results, arguments[1])
        except Exception as error:  # could not even open it: the other formats are still worth a look
            tally.failed += 1
            print(f"FAILED  {check.__name__}: {type(error).__name__}: {error}")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
