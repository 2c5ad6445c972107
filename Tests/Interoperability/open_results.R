library(hdf5r)

results <- H5File$new("results/divergence.h5", mode = "r")
labelled <- function(name) {  # R reverses the axes: put them back in order, with their labels
  axes <- strsplit(h5attr(results[[name]], "dimensions"), " ")[[1]]
  labels <- lapply(axes, function(axis) results[[axis]]$read())
  array(aperm(results[[name]]$read(drop = FALSE)), lengths(labels), setNames(labels, axes))
}
print(labelled("mean_settled_steps")["lstm", "1", , ])  # hidden sizes x input sizes
print(rowMeans(labelled("threshold_steps")["gru", "1", "64", , , "1e-06"]))  # input sizes
runs <- read.csv("divergence-runs.csv")  # memprobe export results/divergence.h5 -o divergence.csv
print(median(runs$settled_steps[runs$settled == 1]))  # without censored runs
