import Testing

/// Of the commands that run sweeps, whose options follow from the declarations of their settings.
extension HelpTests {
  @Test func divergence() throws {
    try expectHelp(
      ["divergence", "--help"],
      """
      OVERVIEW: Measure after how many shared steps two input sequences lead to the
      same outputs.

      Two sequences of standard normal inputs differ in their first steps and agree
      after. For every network of a grid this counts the shared steps until the
      outputs are bit-identical for good, and until they stay within each of several
      thresholds.

      With --network or --construct, trained or constructed networks are measured in
      place of the grid, each with several pairs of sequences; 'memprobe compare'
      sets trained networks against random ones.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe divergence <options>

      GRID:
        --cells, --cell <cell,...>
                                Cell types. (values:
                                rnn,lstm,gru,gru-reset-before,esn; default: lstm,gru)
        --layers <n,...>        Stacked layers. (default: 1)
        --hidden-sizes, --hidden-size <n,...>
                                Units of every layer, as 1,2,4 or 1-20. (default:
                                1,2,4,8,16,32,64,128)
        --input-sizes, --input-size <n,...>
                                Values per input step. (default: 1,2,4,8,16,32,64,128)
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 10)

      GIVEN NETWORKS:
        --network <file>        Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors, .pt, .pth,
                                .bin, .ckpt) or ONNX. May be followed by several
                                files. 'memprobe inspect FILE' lists the layers of a
                                file.
        --checkpoints <file>    Checkpoints of one training, whose memory is
                                followed: files, a folder of them, or a pattern in
                                quotes such as 'run/step-*.pt'; may be given several
                                times. Their order, and the axis 'checkpoint' of
                                results, are the steps or epochs that the files hold
                                or, where not all do, the numbers in the names of
                                files or folders.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before, also where
                                the file does not connect them, if their sizes fit.
                                (default: all layers, if they are one such stack)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --construct <name>      Construct the networks of the grid instead of drawing
                                them: 'memprobe construct' says what is known of
                                each. (values:
                                latch,forgetting,memoryless,perfect,delay-line,none;
                                default: none)
        --rate <f>              Of 'forgetting': the share of the past that is left
                                after a step, as 0.9.
        --pairs <n>             Pairs of sequences that each given network, and each
                                of its twins, is fed. (default: 10)
        --against <kind,...>    Kinds of random networks of the same shape to compare
                                with. The first four are freshly drawn (see 'memprobe
                                divergence --help'); shuffled permutes the given
                                values, within each kernel and within each gate's
                                biases. Every kind multiplies the comparisons that
                                findings are corrected for. (values:
                                glorot,glorot-normal,keras,pytorch,shuffled; default:
                                none; of 'memprobe compare' glorot, shuffled)
        --twins <n>             Random networks of each kind for every given one: n
                                of them can make p as small as 2/(n+1). (default:
                                199, or, for more than two comparisons, 80 for each
                                less one, up to 999)
        --group <name=file,...> Networks of one architecture, trained from different
                                seeds: NAME=FILE,FILE,... or NAME=FOLDER. They are
                                compared with their twins as one sample, where files
                                given otherwise are compared each by itself. May be
                                given several times.
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs or sequences by steps by inputs: .npy, text
                                with columns (CSV), or a dataset of an HDF5 file as
                                FILE.h5:/PATH. Sequence A of a pair reads rows of one
                                sequence in order, from a random one on; B does so
                                from another one in the unique steps, whose rows have
                                none in common with A's if there are enough, and then
                                reads what A reads. The results say both rows
                                (first_sequence_row, second_sequence_row).
        --columns <name,...>    Columns of --inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous/--no-continuous
                                Take the sequences of --inputs for one, each the
                                continuation of the one before. (default:
                                --no-continuous)
        --repeat-inputs/--no-repeat-inputs
                                Lay the data end to end, without an end, if they are
                                shorter than a run: what follows after their last row
                                is their first, which they were not recorded with.
                                (default: --no-repeat-inputs)

      NETWORKS:
        --initializer <name>    Weights. glorot draws both kernels Glorot uniform;
                                keras makes the recurrent kernel orthogonal; pytorch
                                draws kernels and biases uniform on ±1/sqrt(hidden
                                size); chrono draws kernels as glorot, and biases of
                                forget and update gates for time scales of up to
                                --longest-time. (values:
                                glorot,glorot-normal,keras,pytorch,chrono; default:
                                glorot)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch and chrono 0)
        --longest-time <steps>  T of chrono initialization (Tallec & Ollivier 2018):
                                biases of forget gates, or of a GRU's update gates,
                                are ln u, those of input gates -ln u, with u uniform
                                on 1 to T - 1 for every unit. (default: 100)
        --seed <n>              Seed of every random draw. (default: 0)
        --precision <name,...>  Arithmetic; with several, every run is measured in
                                each, and results have an axis of them. The 16-bit
                                ones are emulated, to the bit. (values:
                                float32,float64,bfloat16,float16; default: float32)
        --rounding <name>       Where 16-bit arithmetic rounds: states as they are
                                stored; fused, as PyTorch's CUDA cells, the two
                                matrix products, too; stepwise, as its cells on the
                                CPU, the result of every operation. (values:
                                storage,fused,stepwise; default: fused)

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
        --activation <name>     Of the units. (values: tanh,identity; default: tanh)

      PROTOCOL:
        --total-steps <steps>   Steps of both sequences. (default: 100000)
        --perturb <what>        What the two sequences differ in: the beginning; some
                                step in the middle; one input (feature) of it, by the
                                name of a column of --inputs or by its number,
                                counted from 1; or only the state that they are fed
                                to, h and c of every layer, which is drawn uniform on
                                ±1. (default: beginning)
        --size <epsilon>        Share of the way from what is perturbed to what is
                                drawn anew in its place that it goes: 1 draws it
                                anew, 1e-3 changes it a little. (default: 1)
        --at <step,...>         Steps, counted from 0, at which a perturbation
                                begins, each on a run of its own over the same
                                sequence; results are means over them. (default:
                                1000; of 'state' 0, the initial state)
        --perturbed-steps <steps>
                                Steps whose inputs are perturbed, from each of --at
                                on. (default: 1)
        --linear-response/--no-linear-response
                                Also follow how the outputs answer in proportion to
                                the slightest change, by exact derivatives in
                                float64; takes as long as a run does, and longer.
                                (default: --no-linear-response)
        --unique-steps <steps>  Leading steps in which the two sequences differ,
                                fewer than the total steps. (default: 1000)
        --read <name>           Where differences are looked for: the outputs, the
                                last layer's h; the state, h and c of every layer,
                                which takes several times as long; the outputs and
                                every layer's h (layers), with counts of each; or
                                what the dense layers on the last layer put out, in
                                their units, after their activation (head), of
                                networks from files. (values:
                                outputs,state,layers,head; default: outputs)
        --head <name>           The dense layer whose outputs are read, where the
                                file holds several: 'memprobe inspect FILE' lists
                                them.
        --thresholds <difference,...>
                                Output differences whose last crossing is counted,
                                each greater than 0. (default:
                                0.1,0.01,0.001,0.0001,1e-5,1e-6; with float64 also
                                1e-8,1e-10,1e-12; float16 ends at 0.001, bfloat16 at
                                0.01)
        --curves/--no-curves    Also store the difference at log-spaced steps, eight
                                per octave. (default: --no-curves)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --check-precision/--no-check-precision
                                Also make the same runs in float64, in a file beside
                                the output (NAME-float64.h5), and say which medians
                                of steps the two precisions disagree on. (default:
                                --no-check-precision)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/divergence.h5, of given networks
                                results/networks.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. Twins
                                are named by network, kind and number; the network of
                                a file by its name.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As iINPUTS-PAIR-a and -b:
                                sequence A, steps x inputs, and the unique steps of
                                B, which then reads what A reads.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func compare() throws {
    try expectHelp(
      ["compare", "--help"],
      """
      OVERVIEW: Tell whether trained networks remember longer than random ones of the
      same shape.

      Runs the protocol of 'memprobe divergence' on every network and on its random
      twins, all of which read the same pairs of sequences. A network counts once: by
      the median of its steps over the pairs. Its rank among its twins, kind by kind
      and threshold by threshold, gives an exact p-value, corrected for all
      comparisons of the file; beside it stands how many times as long as its twins
      it takes, with a confidence interval.

      A file by itself tells of this one network. What training does to an
      architecture takes several networks, trained from different seeds: --group.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe compare [<options>] [<file> ...]

      GIVEN NETWORKS:
        <file>                  Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors, .pt, .pth,
                                .bin, .ckpt) or ONNX. May be followed by several
                                files. 'memprobe inspect FILE' lists the layers of a
                                file.
        --checkpoints <file>    Checkpoints of one training, whose memory is
                                followed: files, a folder of them, or a pattern in
                                quotes such as 'run/step-*.pt'; may be given several
                                times. Their order, and the axis 'checkpoint' of
                                results, are the steps or epochs that the files hold
                                or, where not all do, the numbers in the names of
                                files or folders.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before, also where
                                the file does not connect them, if their sizes fit.
                                (default: all layers, if they are one such stack)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --pairs <n>             Pairs of sequences that each given network, and each
                                of its twins, is fed. (default: 10)
        --against <kind,...>    Kinds of random networks of the same shape to compare
                                with. The first four are freshly drawn (see 'memprobe
                                divergence --help'); shuffled permutes the given
                                values, within each kernel and within each gate's
                                biases. Every kind multiplies the comparisons that
                                findings are corrected for. (values:
                                glorot,glorot-normal,keras,pytorch,shuffled; default:
                                glorot,shuffled)
        --twins <n>             Random networks of each kind for every given one: n
                                of them can make p as small as 2/(n+1). (default:
                                199, or, for more than two comparisons, 80 for each
                                less one, up to 999)
        --group <name=file,...> Networks of one architecture, trained from different
                                seeds: NAME=FILE,FILE,... or NAME=FOLDER. They are
                                compared with their twins as one sample, where files
                                given otherwise are compared each by itself. May be
                                given several times.
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs or sequences by steps by inputs: .npy, text
                                with columns (CSV), or a dataset of an HDF5 file as
                                FILE.h5:/PATH. Sequence A of a pair reads rows of one
                                sequence in order, from a random one on; B does so
                                from another one in the unique steps, whose rows have
                                none in common with A's if there are enough, and then
                                reads what A reads. The results say both rows
                                (first_sequence_row, second_sequence_row).
        --columns <name,...>    Columns of --inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous/--no-continuous
                                Take the sequences of --inputs for one, each the
                                continuation of the one before. (default:
                                --no-continuous)
        --repeat-inputs/--no-repeat-inputs
                                Lay the data end to end, without an end, if they are
                                shorter than a run: what follows after their last row
                                is their first, which they were not recorded with.
                                (default: --no-repeat-inputs)

      NETWORKS:
        --seed <n>              Seed of every random draw. (default: 0)
        --precision <name,...>  Arithmetic; with several, every run is measured in
                                each, and results have an axis of them. The 16-bit
                                ones are emulated, to the bit. (values:
                                float32,float64,bfloat16,float16; default: float32)
        --rounding <name>       Where 16-bit arithmetic rounds: states as they are
                                stored; fused, as PyTorch's CUDA cells, the two
                                matrix products, too; stepwise, as its cells on the
                                CPU, the result of every operation. (values:
                                storage,fused,stepwise; default: fused)

      PROTOCOL:
        --total-steps <steps>   Steps of both sequences. (default: 10000)
        --perturb <what>        What the two sequences differ in: the beginning; some
                                step in the middle; one input (feature) of it, by the
                                name of a column of --inputs or by its number,
                                counted from 1; or only the state that they are fed
                                to, h and c of every layer, which is drawn uniform on
                                ±1. (default: beginning)
        --size <epsilon>        Share of the way from what is perturbed to what is
                                drawn anew in its place that it goes: 1 draws it
                                anew, 1e-3 changes it a little. (default: 1)
        --at <step,...>         Steps, counted from 0, at which a perturbation
                                begins, each on a run of its own over the same
                                sequence; results are means over them. (default:
                                1000; of 'state' 0, the initial state)
        --perturbed-steps <steps>
                                Steps whose inputs are perturbed, from each of --at
                                on. (default: 1)
        --linear-response/--no-linear-response
                                Also follow how the outputs answer in proportion to
                                the slightest change, by exact derivatives in
                                float64; takes as long as a run does, and longer.
                                (default: --no-linear-response)
        --unique-steps <steps>  Leading steps in which the two sequences differ,
                                fewer than the total steps. (default: 1000)
        --read <name>           Where differences are looked for: the outputs, the
                                last layer's h; the state, h and c of every layer,
                                which takes several times as long; the outputs and
                                every layer's h (layers), with counts of each; or
                                what the dense layers on the last layer put out, in
                                their units, after their activation (head), of
                                networks from files. (values:
                                outputs,state,layers,head; default: outputs)
        --head <name>           The dense layer whose outputs are read, where the
                                file holds several: 'memprobe inspect FILE' lists
                                them.
        --thresholds <difference,...>
                                Output differences whose last crossing is counted,
                                each greater than 0. (default: 0.001)
        --curves/--no-curves    Also store the difference at log-spaced steps, eight
                                per octave. (default: --no-curves)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --check-precision/--no-check-precision
                                Also make the same runs in float64, in a file beside
                                the output (NAME-float64.h5), and say which medians
                                of steps the two precisions disagree on. (default:
                                --no-check-precision)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/compare.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. Twins
                                are named by network, kind and number; the network of
                                a file by its name.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As iINPUTS-PAIR-a and -b:
                                sequence A, steps x inputs, and the unique steps of
                                B, which then reads what A reads.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func memorize() throws {
    try expectHelp(
      ["memorize", "--help"],
      """
      OVERVIEW: Train networks to return the p-th-from-last input, and measure which
      they learn.

      The random memorization task of Illium et al. 2022: a network reads 10 to 15
      uniform random numbers and answers with the sum of its last layer's units; its
      loss is the distance from the input at a position counted from the last. Every
      network of a grid is trained for every position, by plain stochastic gradient
      descent, and evaluated on fresh sequences. Without options: the grid of the
      article's Figures 6 and 7.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe memorize <options>

      GRID:
        --cells, --cell <cell,...>
                                Cell types. (values: rnn,lstm,gru,gru-reset-before;
                                default: rnn)
        --layers <n,...>        Stacked layers. (default: 1-5)
        --hidden-sizes, --hidden-size <n,...>
                                Units of every layer, as 1,2,4 or 1-20. (default:
                                1-20)
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 5)

      NETWORKS:
        --initializer <name>    Weights. glorot draws both kernels Glorot uniform;
                                keras makes the recurrent kernel orthogonal; pytorch
                                draws kernels and biases uniform on ±1/sqrt(hidden
                                size); chrono draws kernels as glorot, and biases of
                                forget and update gates for time scales of up to
                                --longest-time. (values:
                                glorot,glorot-normal,keras,pytorch,chrono; default:
                                keras)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch and chrono 0)
        --longest-time <steps>  T of chrono initialization (Tallec & Ollivier 2018):
                                biases of forget gates, or of a GRU's update gates,
                                are ln u, those of input gates -ln u, with u uniform
                                on 1 to T - 1 for every unit. (default: 100)
        --seed <n>              Seed of every random draw. (default: 0)

      PROTOCOL:
        --positions <p,...>     Which input is to be returned, counted from the last,
                                which is 1. (default: 1-20)
        --length <n-m>          Inputs per sequence: 10-15 draws a length for every
                                minibatch, 10 fixes it. (default: 10-15)
        --length-per <name>     What a length is drawn for. (values:
                                minibatch,sequence; default: minibatch)
        --epochs <n>            Epochs of training. (default: 5000)
        --updates-per-epoch <n> Minibatches of an epoch, each fresh and one update.
                                (default: 1)
        --batch-size <n>        Sequences per minibatch. (default: 32)
        --learning-rate <rate>  Step of plain stochastic gradient descent. (default:
                                0.02)
        --truncate <steps>      Steps that gradients flow back from the answer.
                                (default: the whole sequence)
        --evaluation-sequences <n>
                                Fresh sequences that the loss is measured on after
                                training. (default: 4096)
        --learned-below <loss>  Loss below which a training counts as learned;
                                knowing nothing scores 0.25. (default: 0.1)
        --curves/--no-curves    Also store the training loss over the epochs.
                                (default: --no-curves)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/memorize.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. Here
                                rnn-1x5-p4-0 is the trained network of position 4,
                                and rnn-1x5-p4-0-untrained what it was before.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As the network with -training,
                                updates x sequences x longest length, and
                                -evaluation; sequences end in the last place, and
                                what is before a shorter one is NaN.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func capacity() throws {
    try expectHelp(
      ["capacity", "--help"],
      """
      OVERVIEW: Measure Jaeger's memory capacity: how much of its inputs a network
      lets be recovered.

      A network reads two series of independent random inputs. For every delay a
      linear readout of its last layer's units is fitted to the input that many steps
      ago, on one series, and judged on the other, and the other way about: the share
      of the input's variance that it recovers, corrected for the length of the
      series. The sum over the delays is the memory capacity, at most the number of
      units.

      Without --network or --construct, networks of a grid are drawn: echo state
      networks (esn) and others. With them, trained or constructed networks are
      measured.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe capacity <options>

      GRID:
        --cells, --cell <cell,...>
                                Cell types. (values:
                                rnn,lstm,gru,gru-reset-before,esn; default:
                                esn,rnn,lstm,gru)
        --layers <n,...>        Stacked layers. (default: 1)
        --hidden-sizes, --hidden-size <n,...>
                                Units of every layer, as 1,2,4 or 1-20. (default: 50)
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 10)

      GIVEN NETWORKS:
        --network <file>        Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors, .pt, .pth,
                                .bin, .ckpt) or ONNX. May be followed by several
                                files. 'memprobe inspect FILE' lists the layers of a
                                file.
        --checkpoints <file>    Checkpoints of one training, whose memory is
                                followed: files, a folder of them, or a pattern in
                                quotes such as 'run/step-*.pt'; may be given several
                                times. Their order, and the axis 'checkpoint' of
                                results, are the steps or epochs that the files hold
                                or, where not all do, the numbers in the names of
                                files or folders.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before, also where
                                the file does not connect them, if their sizes fit.
                                (default: all layers, if they are one such stack)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --construct <name>      Construct the networks of the grid instead of drawing
                                them: 'memprobe construct' says what is known of
                                each. (values:
                                latch,forgetting,memoryless,perfect,delay-line,none;
                                default: none)
        --rate <f>              Of 'forgetting': the share of the past that is left
                                after a step, as 0.9.
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs or sequences by steps by inputs: .npy, text
                                with columns (CSV), or a dataset of an HDF5 file as
                                FILE.h5:/PATH. The training series is a stretch of
                                one sequence, and the test series a later one without
                                a row in common; the results say where each begins
                                (training_row, test_row). As far as rows resemble
                                those before them, they tell of these without any
                                memory: capacities then are above a network's memory,
                                and units do not bound them.
        --columns <name,...>    Columns of --inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous/--no-continuous
                                Take the sequences of --inputs for one, each the
                                continuation of the one before. (default:
                                --no-continuous)

      NETWORKS:
        --initializer <name>    Weights. glorot draws both kernels Glorot uniform;
                                keras makes the recurrent kernel orthogonal; pytorch
                                draws kernels and biases uniform on ±1/sqrt(hidden
                                size); chrono draws kernels as glorot, and biases of
                                forget and update gates for time scales of up to
                                --longest-time. (values:
                                glorot,glorot-normal,keras,pytorch,chrono; default:
                                glorot)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch and chrono 0)
        --longest-time <steps>  T of chrono initialization (Tallec & Ollivier 2018):
                                biases of forget gates, or of a GRU's update gates,
                                are ln u, those of input gates -ln u, with u uniform
                                on 1 to T - 1 for every unit. (default: 100)
        --seed <n>              Seed of every random draw. (default: 0)
        --precision <name,...>  Arithmetic; with several, every run is measured in
                                each, and results have an axis of them. The 16-bit
                                ones are emulated, to the bit. (values:
                                float32,float64,bfloat16,float16; default: float32)
        --rounding <name>       Where 16-bit arithmetic rounds: states as they are
                                stored; fused, as PyTorch's CUDA cells, the two
                                matrix products, too; stepwise, as its cells on the
                                CPU, the result of every operation. (values:
                                storage,fused,stepwise; default: fused)

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
        --activation <name>     Of the units. (values: tanh,identity; default: tanh)

      PROTOCOL:
        --input-distribution <name>
                                Distribution of the independent inputs. uniform is on
                                [-1, 1]. (values: uniform,normal; default: uniform)
        --input-scale <factor>  Factor on every input. (default: 1)
        --washout <steps>       Steps before the first that is used; at least the
                                maximum delay is always run. (default: 1000)
        --training-steps <steps>
                                Steps to which readouts are fitted. (default: 10000)
        --test-steps <steps>    Steps of another series, on which they are judged,
                                and the other way about. (default: 10000)
        --maximum-delay <steps> Longest delay. (default: twice the units of the
                                largest network, at least 100)
        --ridge <factor>        Penalty on the readouts' squared weights, of units
                                scaled to variance 1; 0 is least squares. (default: 0)
        --surrogates <n>        Shuffled series, for the noise floor. (default: 2)
        --readout-input/--no-readout-input
                                Let readouts read the present input, too, as those of
                                echo state networks may. (default: --no-readout-input)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/capacity.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. No file
                                holds leaky or linear echo state units.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As iINPUTS-REPEAT-training and
                                -test, steps x inputs, with the lead.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func recall() throws {
    try expectHelp(
      ["recall", "--help"],
      """
      OVERVIEW: Measure how exactly a network returns its first input after n steps.

      Sequences of standard normal inputs, the first one times each of several
      magnitudes, are fed to a network, and a linear readout of its output is
      compared with the first input after 1, 2, 5, 10, 20, ... steps. A latch brings
      its exact readout; for other networks the best linear readout of each step is
      fitted to other sequences. Without --network, networks are constructed: see
      'memprobe construct'. With --construct none, networks of the grid are drawn.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe recall <options>

      GRID:
        --cells, --cell <cell,...>
                                Cell types. (values:
                                rnn,lstm,gru,gru-reset-before,esn; default: lstm,gru)
        --layers <n,...>        Stacked layers. (default: 1)
        --hidden-sizes, --hidden-size <n,...>
                                Units of every layer, as 1,2,4 or 1-20. (default: 32)
        --input-sizes, --input-size <n,...>
                                Values per input step. (default: 1)
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 1)

      GIVEN NETWORKS:
        --network <file>        Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors, .pt, .pth,
                                .bin, .ckpt) or ONNX. May be followed by several
                                files. 'memprobe inspect FILE' lists the layers of a
                                file.
        --checkpoints <file>    Checkpoints of one training, whose memory is
                                followed: files, a folder of them, or a pattern in
                                quotes such as 'run/step-*.pt'; may be given several
                                times. Their order, and the axis 'checkpoint' of
                                results, are the steps or epochs that the files hold
                                or, where not all do, the numbers in the names of
                                files or folders.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before, also where
                                the file does not connect them, if their sizes fit.
                                (default: all layers, if they are one such stack)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --construct <name>      Construct the networks of the grid instead of drawing
                                them: 'memprobe construct' says what is known of
                                each. (values:
                                latch,forgetting,memoryless,perfect,delay-line,none;
                                default: latch, if there is no --network)
        --rate <f>              Of 'forgetting': the share of the past that is left
                                after a step, as 0.9.
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs or sequences by steps by inputs: .npy, text
                                with columns (CSV), or a dataset of an HDF5 file as
                                FILE.h5:/PATH. Every sequence reads rows of one
                                sequence in order, from a random one on, but for the
                                first step, which reads a row drawn from all: so what
                                follows does not tell of the first input.
        --columns <name,...>    Columns of --inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous/--no-continuous
                                Take the sequences of --inputs for one, each the
                                continuation of the one before. (default:
                                --no-continuous)
        --repeat-inputs/--no-repeat-inputs
                                Lay the data end to end, without an end, if they are
                                shorter than a run: what follows after their last row
                                is their first, which they were not recorded with.
                                (default: --no-repeat-inputs)

      NETWORKS:
        --initializer <name>    Weights. glorot draws both kernels Glorot uniform;
                                keras makes the recurrent kernel orthogonal; pytorch
                                draws kernels and biases uniform on ±1/sqrt(hidden
                                size); chrono draws kernels as glorot, and biases of
                                forget and update gates for time scales of up to
                                --longest-time. (values:
                                glorot,glorot-normal,keras,pytorch,chrono; default:
                                glorot)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch and chrono 0)
        --longest-time <steps>  T of chrono initialization (Tallec & Ollivier 2018):
                                biases of forget gates, or of a GRU's update gates,
                                are ln u, those of input gates -ln u, with u uniform
                                on 1 to T - 1 for every unit. (default: 100)
        --seed <n>              Seed of every random draw. (default: 0)
        --precision <name,...>  Arithmetic; with several, every run is measured in
                                each, and results have an axis of them. The 16-bit
                                ones are emulated, to the bit. (values:
                                float32,float64,bfloat16,float16; default: float32)
        --rounding <name>       Where 16-bit arithmetic rounds: states as they are
                                stored; fused, as PyTorch's CUDA cells, the two
                                matrix products, too; stepwise, as its cells on the
                                CPU, the result of every operation. (values:
                                storage,fused,stepwise; default: fused)

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
        --activation <name>     Of the units. (values: tanh,identity; default: tanh)

      PROTOCOL:
        --steps <steps>         Steps of every sequence. (default: 100000)
        --sequences <n>         Sequences per magnitude. (default: 64)
        --training-sequences <n>
                                Other sequences per magnitude, to fit readouts to
                                where they are fitted. (default: 256)
        --magnitudes <value,...>
                                Standard deviations of the first input. (default:
                                0.001,1,1000, with --network 1)
        --readout-unit <n>      Read the answer off this unit of the last layer, from
                                0, instead of fitting a readout, where the network
                                has no exact one. 'memprobe construct' prints unit
                                and scale of a latch.
        --readout-scale <factor>
                                Factor on that unit. (default: 1)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/recall.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. The
                                network of a file or construction is named as it is
                                called.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As
                                iINPUTS-mMAGNITUDE-REPEAT-test and, where readouts
                                are fitted, -training: sequences x steps x inputs.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func lyapunov() throws {
    try expectHelp(
      ["lyapunov", "--help"],
      """
      OVERVIEW: Measure Lyapunov exponents: how fast differences of state grow or
      fade.

      A network reads independent standard normal inputs, and with its state, h and c
      of every layer, small differences of state are followed, by exact derivatives
      in float64. The rates at which they grow or fade are the Lyapunov exponents, as
      many as the state has numbers. Where the largest is below 0 the network
      forgets, and -1 / largest is the time constant; where it is above 0, the
      slightest difference grows. The inputs are those of sequence A of the same runs
      of 'memprobe divergence'. --precision is that of the network, its weights,
      inputs and states: derivatives are those of exact arithmetic at the states that
      it visits.

      Without --network or --construct, networks of a grid are drawn. With them,
      trained or constructed networks are measured; with --against, their largest
      exponents are compared with those of random networks of the same shape, as
      'memprobe compare' compares steps. All exponents of large networks take long;
      --exponents 1 follows the largest alone.

      Finished runs are kept as they come: after an interruption the same command
      goes on where it stopped.

      USAGE: memprobe lyapunov <options>

      GRID:
        --cells, --cell <cell,...>
                                Cell types. (values:
                                rnn,lstm,gru,gru-reset-before,esn; default:
                                rnn,lstm,gru)
        --layers <n,...>        Stacked layers. (default: 1)
        --hidden-sizes, --hidden-size <n,...>
                                Units of every layer, as 1,2,4 or 1-20. (default:
                                2,4,8,16,32,64)
        --input-sizes, --input-size <n,...>
                                Values per input step. (default: 1)
        --repeats <n>           Runs of every network, each with other inputs; drawn
                                networks are drawn anew. (default: 10)

      GIVEN NETWORKS:
        --network <file>        Trained network to measure: Keras (.keras,
                                .weights.h5, .h5), PyTorch (.safetensors, .pt, .pth,
                                .bin, .ckpt) or ONNX. May be followed by several
                                files. 'memprobe inspect FILE' lists the layers of a
                                file.
        --checkpoints <file>    Checkpoints of one training, whose memory is
                                followed: files, a folder of them, or a pattern in
                                quotes such as 'run/step-*.pt'; may be given several
                                times. Their order, and the axis 'checkpoint' of
                                results, are the steps or epochs that the files hold
                                or, where not all do, the numbers in the names of
                                files or folders.
        --layer <name>          Take this one recurrent layer of each file.
        --layers-from <first..last>
                                Take the recurrent layers from the first named to the
                                last named, each fed by the one before, also where
                                the file does not connect them, if their sizes fit.
                                (default: all layers, if they are one such stack)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --construct <name>      Construct the networks of the grid instead of drawing
                                them: 'memprobe construct' says what is known of
                                each. (values:
                                latch,forgetting,memoryless,perfect,delay-line,none;
                                default: none)
        --rate <f>              Of 'forgetting': the share of the past that is left
                                after a step, as 0.9.
        --against <kind,...>    Kinds of random networks of the same shape to compare
                                with. The first four are freshly drawn (see 'memprobe
                                divergence --help'); shuffled permutes the given
                                values, within each kernel and within each gate's
                                biases. Every kind multiplies the comparisons that
                                findings are corrected for. (values:
                                glorot,glorot-normal,keras,pytorch,shuffled; default:
                                none; of 'memprobe compare' glorot, shuffled)
        --twins <n>             Random networks of each kind for every given one: n
                                of them can make p as small as 2/(n+1). (default:
                                199, or, for more than two comparisons, 80 for each
                                less one, up to 999)
        --group <name=file,...> Networks of one architecture, trained from different
                                seeds: NAME=FILE,FILE,... or NAME=FOLDER. They are
                                compared with their twins as one sample, where files
                                given otherwise are compared each by itself. May be
                                given several times.
        --inputs <file>         Recorded inputs instead of random ones, steps by
                                inputs or sequences by steps by inputs: .npy, text
                                with columns (CSV), or a dataset of an HDF5 file as
                                FILE.h5:/PATH. A run reads the rows of one sequence
                                in order, from a random one on, which the results say
                                (first_row): exponents are those along that stretch.
        --columns <name,...>    Columns of --inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous/--no-continuous
                                Take the sequences of --inputs for one, each the
                                continuation of the one before. (default:
                                --no-continuous)
        --repeat-inputs/--no-repeat-inputs
                                Lay the data end to end, without an end, if they are
                                shorter than a run: what follows after their last row
                                is their first, which they were not recorded with.
                                (default: --no-repeat-inputs)

      NETWORKS:
        --initializer <name>    Weights. glorot draws both kernels Glorot uniform;
                                keras makes the recurrent kernel orthogonal; pytorch
                                draws kernels and biases uniform on ±1/sqrt(hidden
                                size); chrono draws kernels as glorot, and biases of
                                forget and update gates for time scales of up to
                                --longest-time. (values:
                                glorot,glorot-normal,keras,pytorch,chrono; default:
                                glorot)
        --gain <factor>         Factor on every kernel entry. (default: 1)
        --forget-bias <bias>    Bias of the LSTM forget gate. (default: 1, with
                                pytorch and chrono 0)
        --longest-time <steps>  T of chrono initialization (Tallec & Ollivier 2018):
                                biases of forget gates, or of a GRU's update gates,
                                are ln u, those of input gates -ln u, with u uniform
                                on 1 to T - 1 for every unit. (default: 100)
        --seed <n>              Seed of every random draw. (default: 0)
        --precision <name,...>  Arithmetic; with several, every run is measured in
                                each, and results have an axis of them. The 16-bit
                                ones are emulated, to the bit. (values:
                                float32,float64,bfloat16,float16; default: float64)
        --rounding <name>       Where 16-bit arithmetic rounds: states as they are
                                stored; fused, as PyTorch's CUDA cells, the two
                                matrix products, too; stepwise, as its cells on the
                                CPU, the result of every operation. (values:
                                storage,fused,stepwise; default: fused)

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
        --activation <name>     Of the units. (values: tanh,identity; default: tanh)

      PROTOCOL:
        --exponents <n>         Leading exponents of each network, at most as many as
                                its state has numbers: units, of an LSTM twice.
                                (default: all of the largest network, at most 256)
        --input-scale <factor>  Factor on every input; with 0 networks are left to
                                themselves, from zero state. (default: 1)
        --washout <steps>       Steps before directions are followed, so that the
                                zero state is forgotten. (default: 1000)
        --alignment <steps>     Steps after these, before growth is averaged, so that
                                directions turn to where they belong. (default: 1000)
        --steps <steps>         Steps over which growth is averaged. (default: 10000)
        --blocks <n>            Parts of these steps whose spread is the standard
                                error. (default: 20)
        --time-scales <steps,...>
                                Time constants; how many exponents, and units, are
                                slower than each is told. (default: 10,100,1000)

      RUNNING:
        --jobs <n>              Runs at a time; the results do not depend on it.
                                (default: one per processor that the process may use)
        --shard <i/n>           Run only the i-th of n parts of about equal cost;
                                join them with 'memprobe merge'. auto/n takes i from
                                SLURM_ARRAY_TASK_ID, from 1 to n. (default: 1/1)
        --stop-after <time>     Stop in time to have ended so long after the start,
                                keep what was measured and exit with 75, if that is
                                not all: the same command then goes on. Nothing is
                                begun that would have to be begun again.
        --missing-from <file.h5>
                                Run only what these results of the same settings
                                lack, and deal only that out to the parts of --shard;
                                'memprobe merge' joins it with them.
        --fail-fast/--no-fail-fast
                                Stop at the first run that fails, instead of
                                recording why and going on. (default: --no-fail-fast)
        --experiment <file.yaml>
                                Experiment file (YAML) with the same keys as these
                                options, without the dashes in front. Options given
                                here win.
        --dry-run               Say what would be run, and about how long that takes
                                and how much memory, but run and write nothing.

      OUTPUT:
        -o, --output <file.h5>  Results file (HDF5). Finished runs are kept in
                                FILE.journal until it is complete. {shard} and
                                {shards} in it stand for the i and n of --shard.
                                (default: results/lyapunov.h5)
        --save-networks <directory>
                                Also write the network of every run (.safetensors),
                                named by cell, layers x units, input size, where it
                                makes a difference, and repeat: gru-1x8-i4-0. Twins
                                are named by network, kind and number; the network of
                                a file by its name. No file holds leaky or linear
                                echo state units.
        --save-inputs <directory>
                                Also write what every run reads (.npy), once where
                                several read the same. As iINPUTS-REPEAT-inputs,
                                steps x inputs, from the first step on.
        --force/--no-force      Replace the output file, a journal that is damaged or
                                of other settings, and saved files that hold
                                something else. (default: --no-force)
        --quiet/--no-quiet      Show no progress. (default: --no-quiet)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }
}
