#!/bin/sh
# Makes the journal of this folder, in version 3 of its format but without the lines that name processes: of a sweep that
# has no room for its results file.
#
# To be run from the top of a checkout, with the path of a program that does not write such lines yet
# (up to the commit before 'Name every process that measured for a sweep').
memprobe=$1
folder=Tests/ExperimentsTests/Fixtures/version3journal
ulimit -f 40
"$memprobe" divergence --cells lstm,gru --hidden-sizes 1,3 --input-sizes 2,5 --repeats 2 --total-steps 300 \
  --unique-steps 100 --thresholds 0.1,1e-6 --seed 7 --jobs 1 --quiet -o $folder/divergence.h5
