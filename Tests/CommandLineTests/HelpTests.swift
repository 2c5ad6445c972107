import TestSupport
import Testing

/// Whole help texts: what users read is reviewed like code.
@Suite struct HelpTests {
  @Test func root() throws {
    try expectHelp(
      ["--help"],
      """
      OVERVIEW: Measures how long recurrent neural networks remember.

      Results go to standard output, progress and warnings to standard error. Exit
      codes: 0 done, 1 a run failed under --fail-fast or none fits into --stop-after,
      64 wrong usage, 65 bad input data, 66 missing input file, 73 output cannot be
      created, 75 stopped by --stop-after, 130, 138 or 143 interrupted (after these
      run the same command again to go on).

      USAGE: memprobe <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        divergence              Measure after how many shared steps two input
                                sequences lead to the same outputs.
        compare                 Tell whether trained networks remember longer than
                                random ones of the same shape.
        memorize                Train networks to return the p-th-from-last input,
                                and measure which they learn.
        capacity                Measure Jaeger's memory capacity: how much of its
                                inputs a network lets be recovered.
        recall                  Measure how exactly a network returns its first input
                                after n steps.
        lyapunov                Measure Lyapunov exponents: how fast differences of
                                state grow or fade.
        construct               Write down a network whose memory is known by
                                arithmetic.
        inspect                 List the recurrent layers of a Keras, PyTorch or ONNX
                                file.
        forward                 Run a trained network over recorded inputs and write
                                its outputs at every step.
        merge                   Join the parts of a sweep run with --shard into one
                                results file.
        sbatch                  Write the script that runs a sweep as a Slurm job
                                array, or submit it.
        show                    Print the tables of a results file, finished or not.
        plot                    Draw a results file, finished or not, as a picture:
                                SVG, PNG or PDF.
        report                  Make a self-contained HTML page of results files,
                                finished or not.
        export                  Write a results file, finished or not, as CSV, NumPy,
                                MATLAB or JSON.

        See 'memprobe help <subcommand>' for detailed help.

      """)
  }

  @Test func construct() throws {
    try expectHelp(
      ["construct", "--help"],
      """
      OVERVIEW: Write down a network whose memory is known by arithmetic.

      latch returns its first input, bit for bit, after any number of steps. The
      others are exact controls: memoryless knows nothing but the last input,
      forgetting forgets at a constant --rate, perfect adds up its inputs and forgets
      none.

      Without --output the network is described and nothing is written.

      USAGE: memprobe construct <name> <options>

      ARGUMENTS:
        <name>                  What to construct:
                                latch,forgetting,memoryless,perfect,delay-line.

      OPTIONS:
        --cell <cell>           Cell type: rnn,lstm,gru,gru-reset-before. (default:
                                lstm)
        --hidden-size <n>       Units; a latch has at least 3 (lstm), 5 (gru) or 6
                                (rnn). (default: 32)
        --input-size <n>        Values per input step; a latch returns the first of
                                them. (default: 1)
        --rate <f>              For 'forgetting': the share of the past that is left
                                after a step, as 0.9.
        --precision <name>      Arithmetic: float32,float64. (default: float32)
        -o, --output <file>     File to write: .safetensors (PyTorch) or .weights.h5
                                (Keras).
        --force                 Overwrite the output file.
        --explain               Also show every gate: its weights, and its values at
                                the first steps and later.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func merge() throws {
    try expectHelp(
      ["merge", "--help"],
      """
      OVERVIEW: Join the parts of a sweep run with --shard into one results file.

      The parts must be of the same plan, and agree where they overlap. Where runs
      are in none of them, nothing is written, and standard error says which parts to
      run again; with --partial they are listed there and left empty in the file.

      Of a folder, all results files in it are parts. In folders and patterns, and
      where a FILE given does not exist, FILE.journal takes its place: what is
      finished of a part that was interrupted.

      USAGE: memprobe merge <part> ... --output <file.h5> [--partial] [--force]

      ARGUMENTS:
        <part>                  Results files, or journals, of the parts; folders of
                                them, or patterns such as 'part-*.h5'.

      OPTIONS:
        -o, --output <file.h5>  Results file (HDF5) to write.
        --partial               Write what there is where runs are in no part.
        --force                 Overwrite the output file.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func sbatch() throws {
    try expectHelp(
      ["sbatch", "--help"],
      """
      OVERVIEW: Write the script that runs a sweep as a Slurm job array, or submit
      it.

      Takes the command of a sweep, checks it as --dry-run does, and prints a script
      of plain bash, to be read and changed. 'bash SCRIPT' submits an array of tasks,
      each of which runs a part of the sweep, and a job that joins the parts once all
      are done; 'bash SCRIPT --array=2,5' two of the tasks again. A task stops
      shortly before its time is up, and goes back to the queue if runs are left.

      USAGE: memprobe sbatch <command> ... --tasks <n> [--time <time>] [--submit] [-- <option> ...]

      ARGUMENTS:
        <command>               The sweep and its options; --output is the file of
                                all parts together, --jobs the processors of a task,
                                otherwise 1. What stands behind -- are options of
                                sbatch, for both jobs: -- --partition=short

      OPTIONS:
        --tasks <n>             Tasks to divide the sweep among.
        --time <time>           Time that Slurm gives a task, such as 90m or 1h30m.
                                (default: twice what a task is estimated to take, at
                                most a day)
        --submit                Submit both jobs.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func show() throws {
    try expectHelp(
      ["show", "--help"],
      """
      OVERVIEW: Print the tables of a results file, finished or not.

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its
      finished runs are shown. FILE may be the journal itself.

      Of two files, one of divergence and one of lyapunov results of the same
      networks and seed, in either order, it is what they say together: the rate at
      which differences decay beside the largest exponent, and whether they agree.

      USAGE: memprobe show <file> ... [--heat] [--threshold <x>] [--statistic <name>] [--cells <cell,...>] [--layers <n,...>] [--survival] [--provenance]

      ARGUMENTS:
        <file>                  Results file, or the journal of an unfinished one.

      OPTIONS:
        --heat                  Colour the cells by their numbers, where standard
                                output is a terminal with at least 256 colours and
                                NO_COLOR is not set; plain tables elsewhere.
        --threshold <x>         Of divergence results, show the steps to within this
                                threshold, one of those that were counted.
        --statistic <name>      Sum runs up by this where tables could be of either:
                                mean,median.
        --cells <cell,...>      Of drawn networks, show those of these cell types.
        --layers <n,...>        Of drawn networks, show those with so many layers.
        --survival              Of divergence results, print restricted means and the
                                share of censored runs instead, as survival analysis
                                sums up counts that not every run reached.
        --provenance            Print instead by which commands, where and when the
                                file was made, part by part and process by process.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func report() throws {
    try expectHelp(
      ["report", "--help"],
      """
      OVERVIEW: Make a self-contained HTML page of results files, finished or not.

      Tables and figures with their values, the readings of memory side by side and
      which applies, the command that makes the results again, and where they come
      from. The page needs no network and no script. Kinds of results may be mixed.

      Where a FILE does not exist but FILE.journal does, the sweep is not finished:
      its finished runs are reported. A FILE may be the journal itself.

      USAGE: memprobe report <file> ... --output <file.html> [--force]

      ARGUMENTS:
        <file>                  Results files, or the journals of unfinished ones.

      OPTIONS:
        -o, --output <file.html>
                                Page (HTML) to write.
        --force                 Overwrite the output file.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func plot() throws {
    try expectHelp(
      ["plot", "--help"],
      """
      OVERVIEW: Draw a results file, finished or not, as a picture: SVG, PNG or PDF.

      The first figure of the results is drawn unless --figure names another.

      Of a grid of networks:
        memory                  steps to bit-identity and to 1e-6 over hidden size
        settled-steps           steps to bit-identity over hidden and input size
        threshold-steps         steps to within 1e-6 over hidden and input size
        difference-curves       how the difference fades (with --curves)
        precisions              steps over hidden size, in several precisions
        rounding-floors         the differences that do not fade, likewise
        perturbation-response   what is left of a perturbation (with --curves)
      Of given networks:
        memory-over-training    steps to every threshold over training checkpoints
        distributions           the networks among their twins, or every run
        difference-curves       how the difference fades (with --curves)
        perturbation-response   what is left of a perturbation (with --curves)
      Of first-input recall:
        recall-error            the error against the steps since
        relative-recall-error   the same over the size of the first input
      Of the memorization task:
        memorization            losses over network size and position, means
        memorization-median     the same, medians
        memorization-spread     their standard deviation over the repeats
        loss-curves             losses over the epochs (of grids with --curves)
      Of the memory capacity:
        capacity-over-training  the capacity over the checkpoints of a training
        memory-capacity         the capacities of all runs and their bounds
        memory-function         the share of the input recovered, over the delay
      Of Lyapunov exponents:
        exponent-over-training  the largest exponent over training checkpoints
        largest-exponent        the largest exponent over the hidden size
        lyapunov-spectrum       all exponents that were measured, in falling order
        unit-time-scales        how many units keep their state for how long

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its
      finished runs are drawn. FILE may be the journal itself.

      USAGE: memprobe plot <file> [--output <file>] [--figure <name>] [--force]

      ARGUMENTS:
        <file>                  Results file, or the journal of an unfinished one.

      OPTIONS:
        -o, --output <file>     Picture to write; its extension decides the format:
                                .svg, .png or .pdf. (default: the results file's name
                                with .svg)
        --figure <name>         Which figure to draw. (default: the first)
        --force                 Overwrite the output file.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func export() throws {
    try expectHelp(
      ["export", "--help"],
      """
      OVERVIEW: Write a results file, finished or not, as CSV, NumPy, MATLAB or JSON.

      Results of every measure are written, with the names that the results file
      gives them.

      csv: tidy tables, OUTPUT-runs.csv with a row per run, OUTPUT-cells.csv with a
      row per grid cell, more where variables have further axes
      (OUTPUT-runs-threshold.csv), OUTPUT-columns.csv with what every column is, and
      OUTPUT-attributes.csv with the settings. Missing values are empty; outcomes are
      words; flags such as settled are 1 or 0. Text that begins with = + - or @ has
      an apostrophe in front, so that no spreadsheet takes it for a formula.
      npz: a NumPy archive of all variables, NaN where missing.
      mat: a MAT-file for MATLAB, Octave and SciPy, NaN where missing.
      json: a dictionary for xarray.Dataset.from_dict, null where missing.

      Where FILE does not exist but FILE.journal does, the sweep is not finished: its
      finished runs are written. FILE may be the journal itself.

      USAGE: memprobe export <file> [--format <name>] [--output <file>] [--force]

      ARGUMENTS:
        <file>                  Results file, or the journal of an unfinished one.

      OPTIONS:
        --format <name>         Format: csv,npz,mat,json. (default: what --output
                                ends in)
        -o, --output <file>     File to write. (default: the results file's name with
                                the format's ending)
        --force                 Overwrite output files.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func inspect() throws {
    try expectHelp(
      ["inspect", "--help"],
      """
      OVERVIEW: List the recurrent layers of a Keras, PyTorch or ONNX file.

      For every recurrent layer: its name, by which --layer selects it, cell type,
      sizes, number type, direction, whether it can be run here and if not why; then
      which layers feed which, and what had to be assumed. Which format the file has
      is told from its bytes. With --timescales also in how many steps units would
      forget by the biases of their gates alone; 'memprobe lyapunov' measures it
      along a trajectory.

      USAGE: memprobe inspect <file> [--timescales] [--longer-than <steps,...>] [--gate-activation <name>]

      ARGUMENTS:
        <file>                  Keras (.keras, .weights.h5, .h5), PyTorch
                                (.safetensors, .pt, .pth, .bin, .ckpt) or ONNX file.

      OPTIONS:
        --timescales            Also list the time scales of units: -1/ln of what
                                forget gates keep by their biases.
        --longer-than <steps,...>
                                With --timescales: the share of units whose time
                                scale is longer than each. (default: 10,100,1000)
        --gate-activation <name>
                                What the gates of Keras layers go through where the
                                file does not say it. (values:
                                sigmoid,hard-sigmoid,hard-sigmoid-sixth; default:
                                what the version of Keras that wrote it meant)
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func forward() throws {
    try expectHelp(
      ["forward", "--help"],
      """
      OVERVIEW: Run a trained network over recorded inputs and write its outputs at
      every step.

      The outputs are the last recurrent layer's hidden states, steps x units, from
      zero state; of several sequences sequences x steps x units, each from zero
      state unless --continuous is given. With --state, for which the output has to
      be .h5, that file also holds the hidden states of every layer and the cell
      states of LSTM layers: layer0_h, layer0_c and so on, the first layer being 0.

      USAGE: memprobe forward --network <file> --inputs <file> --output <file> [<options>]

      NETWORK:
        --network <file>        Trained network to run: Keras (.keras, .weights.h5,
                                .h5), PyTorch (.safetensors, .pt, .pth, .bin, .ckpt)
                                or ONNX. 'memprobe inspect FILE' lists the layers of
                                a file.
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

      OPTIONS:
        --inputs <file>         Inputs, steps x input size or sequences x steps x
                                input size: .npy, text with columns (CSV), or a
                                dataset of an HDF5 file as FILE.h5:/PATH.
        --columns <name,...>    Columns of the inputs that the network is fed, in its
                                order: names of the header, or numbers counted from
                                1. (default: all)
        --continuous            Begin every sequence with the state after the one
                                before, not with zeros.
        --precision <name>      Arithmetic: float32,float64,bfloat16,float16.
                                (default: float32)
        --rounding <name>       Where 16-bit arithmetic rounds:
                                storage,fused,stepwise. (default: fused)
        --state                 Also write the states of every layer.
        -o, --output <file>     File to write: .npy, or .h5 with named axes.
        --force                 Overwrite the output file.
        --version               Show the version.
        -h, --help              Show help information.


      """)
  }

  @Test func version() throws {
    let outcome = try Tool.run(["--version"], in: TemporaryFolder())
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0] == "0.1.0")
    #expect(lines[1].hasPrefix("kernels: ") && lines[2].hasPrefix("libraries: HDF5 1."), "\(outcome.output)")
    #expect(lines[2].contains(", OpenBLAS 0."), "\(outcome.output)")
  }

  func expectHelp(
    _ arguments: [String], _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Tool.run(arguments, in: TemporaryFolder())
    #expect(outcome.status == 0, sourceLocation: sourceLocation)
    #expect(outcome.errors.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.output == expected, sourceLocation: sourceLocation)
  }
}
