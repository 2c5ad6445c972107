#!/usr/bin/env python3
"""Checks what `memprobe forward` wrote of one network and one sequence of inputs, with what users open it with.

    memprobe forward --network NETWORK --inputs INPUTS -o out.npy
    memprobe forward --network NETWORK --inputs INPUTS -o out.h5 --state
    check_forward.py INPUTS.npy out.npy out.h5

Both hold the same outputs; xarray labels the axes through either engine. Ends with 0, or with what does not hold.
"""
import sys

import numpy as np
import xarray as xr

inputs, npy, hdf5 = sys.argv[1:]
rows = np.load(inputs).shape[0]
outputs = np.load(npy)
assert outputs.dtype == np.float32 and outputs.flags.c_contiguous, (outputs.dtype, outputs.flags)
assert outputs.shape[0] == rows, outputs.shape
for engine in ["h5netcdf", "netcdf4"]:
    with xr.open_dataset(hdf5, engine=engine) as data:
        assert data.output.dims == ("step", "unit"), data.output.dims
        assert np.array_equal(data.output, outputs), "the two files differ"
        assert np.array_equal(data.step, np.arange(rows)), data.step
        states = [name for name in data if name != "output"]
        assert "layer0_h" in states, states
        for name in states:
            axis = name.split("_")[0] + "_unit"
            assert data[name].dims == ("step", axis), data[name].dims
            assert np.array_equal(data[axis], np.arange(data.sizes[axis])), data[axis]
        last = max(states, key=lambda name: (name.endswith("_h"), name))
        assert np.array_equal(data[last], outputs), f"{last} is not the output"
        print(f"{engine}: {dict(data.sizes)}, {', '.join(states)}")
