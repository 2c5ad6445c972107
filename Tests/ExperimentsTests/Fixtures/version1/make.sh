#!/bin/sh
# Makes the files of this folder: results in the first version of their formats.
#
# To be run from the top of a checkout, with the path of a program that still writes that version
# (0.1 up to the commit before 'One plan, runner, journal and results for every measure').
set -e
memprobe=$1
folder=Tests/ExperimentsTests/Fixtures/version1
network=results/networks/adding-keras-gru32.keras

"$memprobe" divergence --cells lstm,gru --hidden-sizes 1,3 --input-sizes 2,5 --repeats 2 --seed 7 \
  --total-steps 300 --unique-steps 100 --thresholds 0.1,1e-6 --curves --quiet --force -o $folder/divergence.h5
"$memprobe" divergence --cells esn --layers 1,2 --hidden-sizes 3 --input-sizes 2 --repeats 2 \
  --spectral-radius 0.8 --leak-rate 0.5 --gain 1.5 --precision float64 --thresholds 1e-3 --shard 1/2 \
  --total-steps 300 --unique-steps 100 --quiet --force -o $folder/reservoir-shard.h5
"$memprobe" divergence --network $network --pairs 2 --total-steps 300 --unique-steps 100 --thresholds 0.1 \
  --quiet --force -o $folder/network.h5
"$memprobe" compare $network --pairs 3 --against glorot,shuffled --twins 2 --total-steps 300 \
  --unique-steps 100 --thresholds 0.1,1e-3 --quiet --force -o $folder/compare.h5
"$memprobe" compare $network --pairs 1 --against keras --twins 2 --inputs results/networks/adding-inputs.npy \
  --total-steps 300 --unique-steps 100 --curves --quiet --force -o $folder/compare-recorded.h5
"$memprobe" memorize --cells rnn,gru --layers 1,2 --hidden-sizes 3 --positions 1,4,9 --repeats 2 --seed 7 \
  --length 4-6 --epochs 12 --batch-size 8 --evaluation-sequences 32 --curves --quiet --force \
  -o $folder/memorize.h5
"$memprobe" capacity --cells esn,gru --layers 1,2 --hidden-sizes 3 --leak-rate 0.5 --repeats 2 --seed 3 \
  --washout 50 --training-steps 200 --test-steps 150 --maximum-delay 12 --surrogates 2 --readout-input \
  --quiet --force -o $folder/capacity.h5
"$memprobe" capacity --network $network --repeats 2 --washout 50 --training-steps 200 --test-steps 150 \
  --maximum-delay 5 --surrogates 2 --quiet --force -o $folder/capacity-network.h5
"$memprobe" recall --construct latch --cells rnn,lstm,gru --hidden-size 6 --steps 10 --sequences 4 \
  --magnitudes 1,0.25 --seed 8 --quiet --force -o $folder/recall.h5
"$memprobe" recall --network $network --steps 10 --sequences 4 --training-sequences 40 --magnitudes 1 \
  --quiet --force -o $folder/recall-fitted.h5
"$memprobe" recall --network $network --readout-unit 5 --readout-scale 0.5 --steps 10 --sequences 4 \
  --quiet --force -o $folder/recall-unit.h5
