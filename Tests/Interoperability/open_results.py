import xarray as xr

results = xr.open_dataset("results/divergence.h5", engine="h5netcdf")  # or engine="netcdf4"
memory = results.mean_settled_steps.sel(cell="lstm", layers=1)
print(memory.to_pandas().round(1).to_string())  # hidden sizes x input sizes
micro = results.threshold_steps.sel(cell="gru", layers=1, hidden_size=64, threshold=1e-6)
print(micro.mean("repeat").to_pandas())  # one mean for every input size
runs = results[["settled_steps", "settled", "outcome"]].to_dataframe()  # pandas: a row per run
print(runs[runs.settled == 1].settled_steps.median())  # without censored runs
runs.to_parquet("runs.parquet")
