"""Opens results of memory capacities with xarray, by either netCDF reader.

    python3 check_capacity.py GRID.h5 NETWORKS.h5

GRID.h5 is of a square grid: as many cells as layers as hidden sizes as repeats. NETWORKS.h5 is of given networks.
"""

import sys

import numpy as np
import xarray as xr


def check_function(results):
    assert results.memory_function.dims[-1] == "delay"
    assert results.noise_floor.dims == results.memory_function.dims
    assert results.delay.values[0] == 1 and (np.diff(results.delay) == 1).all()
    total = results.memory_function.sum("delay")
    xr.testing.assert_allclose(total, results.memory_capacity.drop_attrs(), rtol=1e-12)
    assert (results.memory_capacity_error > 0).all()
    assert results.uncorrected_memory_function.dims == results.memory_function.dims
    uncorrected = results.uncorrected_memory_function.sum("delay")
    xr.testing.assert_allclose(uncorrected, results.uncorrected_memory_capacity.drop_attrs(), rtol=1e-12)
    assert (results.noise_floor > 0).all() and (results.noise_floor < 1).all()
    assert results.attrs["input_scale"] > 0 and results.attrs["test_steps"] > 0
    mean = results.memory_capacity.mean("repeat")
    xr.testing.assert_allclose(mean, results.mean_memory_capacity.drop_attrs(), rtol=1e-12)


def check_grid(path, engine):
    with xr.open_dataset(path, engine=engine) as results:
        axes = ("cell", "layers", "hidden_size", "repeat")
        assert results.memory_capacity.dims == axes, results.memory_capacity.dims
        assert results.memory_function.dims == axes + ("delay",)
        check_function(results)
        larger = results.mean_memory_capacity.sel(cell="esn", layers=1)
        assert larger.isel(hidden_size=1) > larger.isel(hidden_size=0)
        assert (results.memory_capacity <= results.hidden_size + 4 * results.memory_capacity_error).all()
        assert 0 < results.attrs["spectral_radius"] and results.attrs["leak_rate"] <= 1


def check_networks(path, engine):
    with xr.open_dataset(path, engine=engine) as results:
        assert results.memory_capacity.dims == ("network", "repeat")
        assert results.memory_function.dims == ("network", "repeat", "delay")
        check_function(results)
        assert (results.memory_capacity <= results.units + 4 * results.memory_capacity_error).all()
        assert all(str(name) for name in results.network_path.values)


grid, networks = sys.argv[1:]
for engine in ("h5netcdf", "netcdf4"):
    check_grid(grid, engine)
    check_networks(networks, engine)
print("memory capacities: dimensions, sums and labels as written")
