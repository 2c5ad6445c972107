#!/bin/sh
# Makes the journal of this folder, in version 2 of its format: of a sweep that has no room for its results file.
#
# To be run from the top of a checkout, with the path of a program that still writes that version
# (up to the commit before 'Keep every intact line of a journal').
memprobe=$1
folder=Tests/ExperimentsTests/Fixtures/version2journal
ulimit -f 40
"$memprobe" divergence --cells lstm,gru --hidden-sizes 1,3 --input-sizes 2,5 --repeats 2 --total-steps 300 \
  --unique-steps 100 --thresholds 0.1,1e-6 --seed 7 --jobs 1 --quiet -o $folder/divergence.h5
