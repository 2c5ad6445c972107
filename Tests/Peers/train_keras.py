#!/usr/bin/env python3
"""Trains a network of one recurrent layer on the adding problem in Keras and saves the model.

    peers-venv/bin/python train_keras.py --cell lstm     # results/networks/adding-keras-lstm32.keras
"""

import os

import adding_problem

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
chosen = adding_problem.options(__doc__)

import keras
import tensorflow

tensorflow.config.threading.set_intra_op_parallelism_threads(1)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(chosen.seed)
layer = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[chosen.cell]
network = keras.Sequential(
    [
        keras.Input((adding_problem.STEPS, adding_problem.INPUTS)),
        layer(chosen.units, name="recurrent"),
        keras.layers.Dense(1, name="readout"),
    ]
)
network.compile(optimizer=keras.optimizers.Adam(5e-3, global_clipnorm=1.0), loss="mse", jit_compile=True)

reached = adding_problem.train(
    network.train_on_batch, lambda inputs: network.predict(inputs, batch_size=500, verbose=0), chosen.seed
)
path = chosen.folder / f"adding-keras-{chosen.cell}{chosen.units}.keras"
network.save(path)
adding_problem.record(path, chosen, f"Keras {keras.__version__} (TensorFlow {tensorflow.__version__})", reached)
