import Testing

extension HelpTests {
  @Test func capacity() throws {
    try expectHelp(
      ["capacity", "--help"],
      """
      OVERVIEW: Measure Jaeger's memory capacity: how much of its inputs a network
      lets be recovered.

      A network reads a series of independent random inputs. For every delay a linear
      readout of its last layer's units is fitted to the input that many steps ago,
      and judged on another series: the squared correlation, corrected for what
      readouts of shuffled series score. The sum over the delays is the memory
      capacity, at most the number of units.

      Without --network, networks of a grid are drawn: echo state networks (esn) and
      others. With it, trained or constructed networks are measured.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe capacity <options>

      GRID:
        --cells <cell,...>      Cell types: rnn,lstm,gru,gru-reset-before,esn.
                                (default: esn,rnn,lstm,gru)
        --hidden-sizes <n,...>  Units of every layer. (default: 50)
        --layers <n,...>        Stacked layers. (default: 1)

      TRAINED NETWORKS:
        --network <file>        Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors) or ONNX.
                                May be given several times. 'memprobe inspect FILE'
                                lists the layers of a file.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before. (default: all
                                layers, if they are one such stack)

      NETWORKS:
        --seed <n>              Seed of every random draw, a whole number from 0.
                                (default: 0)
        --precision <name>      Arithmetic: float32,float64. (default: float32)
        --initializer <name>    Weights: glorot,glorot-normal,keras,pytorch. glorot
                                draws both kernels Glorot uniform; keras makes the
                                recurrent kernel orthogonal; pytorch draws kernels
                                and biases uniform on ±1/sqrt(hidden size). (default:
                                glorot)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch 0)

      ECHO STATE NETWORKS (ESN):
        --spectral-radius <radius>
                                Largest modulus of the recurrent kernel's
                                eigenvalues. (default: 0.9)
        --density <share>       Share of the units that each unit hears; at least
                                one. (default: 1)
        --leak-rate <rate>      Share of the new activation in the new state; 1 is no
                                leak. (default: 1)
        --input-scaling <limit> Input weights are uniform on plus or minus this.
                                (default: 0.1)
        --bias-scaling <limit>  Biases are uniform on plus or minus this. (default: 0)
        --activation <name>     Of the units: tanh,identity. (default: tanh)

      PROTOCOL:
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 10)
        --input-distribution <name>
                                Distribution of the independent inputs:
                                uniform,normal. uniform is on [-1, 1]. (default:
                                uniform)
        --input-scale <factor>  Factor on every input. (default: 1)
        --washout <steps>       Steps before the first that is used; at least the
                                maximum delay is always run. (default: 1000)
        --training-steps <steps>
                                Steps to which readouts are fitted. (default: 10000)
        --test-steps <steps>    Steps of another series, on which they are judged.
                                (default: 10000)
        --maximum-delay <steps> Longest delay. (default: twice the units of the
                                largest network, at least 100)
        --ridge <factor>        Penalty on the readouts' squared weights, of units
                                scaled to variance 1; 0 is least squares. (default: 0)
        --surrogates <n>        Shuffled series, for the noise floor. (default: 10)
        --readout-input/--no-readout-input
                                Let readouts read the present input, too, as those of
                                echo state networks may. (default: --no-readout-input)

      RUNNING:
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor core)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. (default: 1/1)
        --fail-fast             Stop at the first run that fails, instead of
                                recording why and going on.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. (default:
                                results/capacity.h5)
        --force                 Replace the output file, and a journal that is
                                damaged or of other settings.
        --quiet                 Show no progress.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }
}
