import Experiments
import MemoryMeasures
import RecurrentNetworks

/// Two sequences that become the same: how long the outputs tell.
extension Divergence: SweepKind {
  typealias M = Divergence

  static let abstract = "Measure after how many shared steps two input sequences lead to the same outputs."

  static let discussion = """
    Two sequences of standard normal inputs differ in their first steps and agree after. For every network of a grid \
    this counts the shared steps until the outputs are bit-identical for good, and until they stay within each of \
    several thresholds.

    With --network or --construct, trained or constructed networks are measured in place of the grid, each with several \
    pairs of sequences; 'memprobe compare' sets trained networks against random ones.
    """

  static func output(of experiment: Experiment<Divergence>) -> String {
    experiment.draws ? "results/divergence.h5" : "results/networks.h5"
  }

  static let outputWords = "results/divergence.h5, of given networks results/networks.h5"

  static let savedWords = SavedWords(
    networks: "Twins are named by network, kind and number; the network of a file by its name.",
    inputs: """
      As iINPUTS-PAIR-a and -b: sequence A, steps x inputs, and the unique steps of B, which then reads what A reads.
      """)
}

/// Given networks beside random ones of the same shape: a divergence sweep with twins.
enum Comparison: SweepKind {
  typealias M = Divergence

  static let commandName = "compare"
  static let abstract = "Tell whether trained networks remember longer than random ones of the same shape."

  static let discussion = """
    Runs the protocol of 'memprobe divergence' on every network and on its random twins, all of which read the same \
    pairs of sequences. A network counts once: by the median of its steps over the pairs. Its rank among its twins, kind \
    by kind and threshold by threshold, gives an exact p-value, corrected for all comparisons of the file; beside it \
    stands how many times as long as its twins it takes, with a confidence interval.

    A file by itself tells of this one network. What training does to an architecture takes several networks, trained \
    from different seeds: --group.
    """

  static let savedWords = Divergence.savedWords

  /// Fewer steps and one threshold, far from rounding and from the size of the outputs: what 'memprobe divergence' counts
  /// besides dilutes findings, and takes ten times as long.
  static var defaults: [String: SettingValue] {
    [
      "against": .texts(Subjects.defaultTwinKinds.map(\.rawValue)), "total-steps": .whole(10_000),
      "thresholds": .numbers([1e-3]),
    ]
  }

  /// Those of a divergence sweep that are not about drawn or constructed networks, with the files by themselves.
  static var settings: [OptionSection] {
    let drawn = Set(NetworkGrid.settings.map(\.key) + ["repeats", "construct", "rate"])
    return allSettings.map { section in
      OptionSection(
        title: section.title,
        options: section.options.filter { !drawn.contains($0.key) }.map { option in
          var option = option
          option.isPositional = option.key == "network"
          return option
        })
    }.filter { !$0.options.isEmpty }
  }

  /// - Throws: `PlanError.noNetworks`.
  static func check(_ given: [String: SettingValue]) throws {
    guard ["network", "checkpoints", "group", "construct"].contains(where: { given[$0] != nil }) else {
      throw PlanError.noNetworks
    }
  }
}

/// The random memorization task.
extension Memorization: SweepKind {
  typealias M = Memorization

  static let abstract = "Train networks to return the p-th-from-last input, and measure which they learn."

  static let discussion = """
    The random memorization task of Illium et al. 2022: a network reads 10 to 15 uniform random numbers and answers with \
    the sum of its last layer's units; its loss is the distance from the input at a position counted from the last. \
    Every network of a grid is trained for every position, by plain stochastic gradient descent, and evaluated on fresh \
    sequences. Without options: the grid of the article's Figures 6 and 7.
    """

  static let savedWords = SavedWords(
    networks:
      "Here rnn-1x5-p4-0 is the trained network of position 4, and rnn-1x5-p4-0-untrained what it was before.",
    inputs: """
      As the network with -training, updates x sequences x longest length, and -evaluation; sequences end in the last \
      place, and what is before a shorter one is NaN.
      """)
}

/// Jaeger's memory capacity.
extension Capacity: SweepKind {
  typealias M = Capacity

  static let abstract =
    "Measure Jaeger's memory capacity: how much of its inputs a network lets be recovered."

  static let discussion = """
    A network reads two series of independent random inputs. For every delay a linear readout of its last layer's units \
    is fitted to the input that many steps ago, on one series, and judged on the other, and the other way about: the \
    share of the input's variance that it recovers, corrected for the length of the series. The sum over the delays is \
    the memory capacity, at most the number of units.

    Without --network or --construct, networks of a grid are drawn: echo state networks (esn) and others. With them, \
    trained or constructed networks are measured.
    """

  static let savedWords = SavedWords(
    networks: "No file holds leaky or linear echo state units.",
    inputs: "As iINPUTS-REPEAT-training and -test, steps x inputs, with the lead.")
}

/// How exactly the first input comes back.
extension Recall: SweepKind {
  typealias M = Recall

  static let abstract = "Measure how exactly a network returns its first input after n steps."

  static let discussion = """
    Sequences of standard normal inputs, the first one times each of several magnitudes, are fed to a network, and a \
    linear readout of its output is compared with the first input after 1, 2, 5, 10, 20, ... steps. A latch brings its \
    exact readout; for other networks the best linear readout of each step is fitted to other sequences. Without \
    --network, networks are constructed: see 'memprobe construct'. With --construct none, networks of the grid are drawn.
    """

  static let savedWords = SavedWords(
    networks: "The network of a file or construction is named as it is called.",
    inputs: """
      As iINPUTS-mMAGNITUDE-REPEAT-test and, where readouts are fitted, -training: sequences x steps x inputs.
      """)

  /// - Throws: `SettingConflict` for a readout's unit where every network has its own exact readout.
  static func check(_ given: [String: SettingValue]) throws {
    let isLatch =
      given["construct", default: .text(Construction.latch.rawValue)] == .text(Construction.latch.rawValue)
    guard given["readout-unit"] == nil || given["network"] != nil || !isLatch else {
      throw SettingConflict(key: "readout-unit", purpose: "networks without an exact readout of their own")
    }
  }
}

/// Rates at which differences grow or fade.
extension Lyapunov: SweepKind {
  typealias M = Lyapunov

  static let abstract = "Measure Lyapunov exponents: how fast differences of state grow or fade."

  static let discussion = """
    A network reads independent standard normal inputs, and with its state, h and c of every layer, small differences of \
    state are followed, by exact derivatives in float64. The rates at which they grow or fade are the Lyapunov exponents, \
    as many as the state has numbers. Where the largest is below 0 the network forgets, and -1 / largest is the time \
    constant; where it is above 0, the slightest difference grows. The inputs are those of sequence A of the same runs of \
    'memprobe divergence'. --precision is that of the network, its weights, inputs and states: derivatives are those of \
    exact arithmetic at the states that it visits.

    Without --network or --construct, networks of a grid are drawn. With them, trained or constructed networks are \
    measured; with --against, their largest exponents are compared with those of random networks of the same shape, as \
    'memprobe compare' compares steps. All exponents of large networks take long; --exponents 1 follows the largest alone.
    """

  static let savedWords = SavedWords(
    networks: """
      Twins are named by network, kind and number; the network of a file by its name. No file holds leaky or linear echo \
      state units.
      """,
    inputs: "As iINPUTS-REPEAT-inputs, steps x inputs, from the first step on.")
}
