import Testing

extension HelpTests {
  @Test func compare() throws {
    try expectHelp(
      ["compare", "--help"],
      """
      OVERVIEW: Tell whether trained networks remember longer than random ones of the
      same shape.

      Runs the protocol of 'memprobe divergence' on every network and on its random
      twins, and tests whether the network's counts tend to be larger or smaller than
      those of its twins, kind by kind. A trained network is fed several pairs of
      sequences; every twin is fed a single pair of its own, so that all runs of a
      kind are independent.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe compare [<options>] [<file> ...]

      ARGUMENTS:
        <file>                  Trained networks: Keras (.keras, .weights.h5, .h5),
                                PyTorch (.safetensors) or ONNX. 'memprobe inspect
                                FILE' lists the layers of a file.

      TRAINED NETWORKS:
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before. (default: all
                                layers, if they are one such stack)
        --pairs <n>             Pairs of sequences that each trained network is fed.
                                (default: 10)
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs: .npy, text with columns (CSV), or a dataset
                                of an HDF5 file as FILE.h5:/PATH. Each pair of
                                sequences reads two stretches of it.

      RANDOM TWINS:
        --against <kind,...>    Kinds of random networks of the same shape:
                                glorot,glorot-normal,keras,pytorch,shuffled. The
                                first four are freshly drawn (see 'memprobe
                                divergence --help'); shuffled permutes the trained
                                values, within each kernel and within each gate's
                                biases. (default: glorot,keras,pytorch,shuffled)
        --twins <n>             Random networks of each kind for every trained one,
                                each with its own pair of sequences. (default: 30)

      PROTOCOL:
        --seed <n>              Seed of every random draw, a whole number from 0.
                                (default: 0)
        --precision <name>      Arithmetic: float32,float64. (default: float32)
        --total-steps <steps>   Steps of both sequences. (default: 100000)
        --unique-steps <steps>  Leading steps in which the two sequences differ,
                                fewer than the total steps. (default: 1000)
        --thresholds <difference,...>
                                Output differences whose last crossing is counted,
                                each greater than 0. (default:
                                0.1,0.01,0.001,0.0001,1e-5,1e-6,1e-7)
        --curves/--no-curves    Also store the difference at log-spaced steps, eight
                                per octave. (default: --no-curves)

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
                                results/compare.h5)
        --force                 Replace the output file, and a journal that is
                                damaged or of other settings.
        --quiet                 Show no progress.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }
}
