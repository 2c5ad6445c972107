#!/bin/sh
# Makes the file of this folder: Lyapunov exponents of before there was a choice of precision.
#
# To be run from the top of a checkout, with the path of a program of arithmetic revision 1 of that measure.
set -e
"$1" lyapunov --cells rnn,lstm --hidden-sizes 2 --repeats 2 --washout 20 --alignment 20 --steps 100 --blocks 5 \
  --quiet --force --output Tests/ExperimentsTests/Fixtures/revision1/lyapunov.h5
