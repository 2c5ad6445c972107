#!/usr/bin/env python3
"""Opens with xarray what the program of the article `Probe a network from Swift` writes, and h5dump's library by h5py.

    check_labelled_file.py FILE
"""

import sys

import h5py
import numpy as np
import xarray as xr

with xr.open_dataset(sys.argv[1], engine="netcdf4") as data:
    assert dict(data.sizes) == {"pair": 10, "threshold": 2}, data.sizes
    assert list(data["pair"].values) == list(range(10)) and list(data["threshold"].values) == [1e-1, 1e-3]
    assert data.attrs["title"] == "Ten pairs of sequences of one network", data.attrs
    steps = data["threshold_steps"]
    assert steps.dims == ("pair", "threshold") and steps.attrs["long_name"], steps
    # As the article shows: medians of the steps to within 0.1 and 0.001.
    print("medians:", steps.median("pair").values)
    with h5py.File(sys.argv[1]) as file:
        assert np.array_equal(file["threshold_steps"][...], steps.values)
        assert [scale[0].name for scale in file["threshold_steps"].dims] == ["/pair", "/threshold"]
print("ok")
