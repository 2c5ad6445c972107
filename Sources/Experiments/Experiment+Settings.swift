import MemoryMeasures
import RecurrentNetworks

/// Everything that can be said of an experiment, declared once: options, experiment files, plans and the attributes of
/// results follow from it.
extension Experiment {
  /// In the order of help, stored plans and reproducing commands.
  package static var settings: [Setting<Experiment>] { groups.flatMap(\.settings) }

  /// Those that stored plans have by their keys; of given networks and inputs they hold more.
  static var stored: [Setting<Experiment>] { settings.filter(\.isInPlans) }

  /// The settings under headings.
  package static var groups: [(title: String, settings: [Setting<Experiment>])] {
    let offer = M.offer
    let grid = NetworkGrid.settings.filter { !offer.fixed.contains($0.key) }
      .map { $0.lifted(\Experiment.grid) }
    let axes = grid.prefix { $0.key != "initializer" }.map { setting in
      setting.only(for: "networks that are drawn or constructed") { $0.draws || $0.construction != nil }
    }
    let weights = grid.dropFirst(axes.count).map { setting in
      setting.only(for: "networks that are drawn") { $0.draws }
    }
    let reservoir = Set(Reservoir.settings.map(\.key))
    var groups: [(title: String, settings: [Setting<Experiment>])] = [
      ("Grid", axes + [repeats].compactMap(\.self))
    ]
    if offer.given != nil { groups.append(("Given networks", given(offer))) }
    groups += [
      ("Networks", weights.filter { !reservoir.contains($0.key) } + random(offer)),
      ("Echo state networks (esn)", weights.filter { reservoir.contains($0.key) }),
      ("Protocol", protocolSettings),
    ]
    return groups.filter { !$0.settings.isEmpty }
  }

  private static var protocolSettings: [Setting<Experiment>] {
    M.Settings.settings.map { setting in
      let lifted = setting.lifted(\Experiment.settings)
      guard M.recording?.replaced.contains(setting.key) ?? false else { return lifted }
      return lifted.only(for: "random inputs, not recorded ones (--inputs)") { $0.inputs == nil }
    }
  }

  private static var repeats: Setting<Experiment>? {
    let setting = Setting<Experiment>.whole(
      "repeats", \.repeats, in: 1...NetworkGrid.largestSize,
      "Runs of every network, each with other inputs; drawn "
        + "networks are drawn anew."
    ).stored(as: nil)
    switch M.offer.given {
    case .repeats, nil: return setting
    case .pairs, .single: return setting.only(for: "networks that are drawn") { $0.draws }
    }
  }

  private static func given(_ offer: NetworkOffer) -> [Setting<Experiment>] {
    let given = sources + (M.compared(.standard).isEmpty ? [] : comparing(hasPairs: offer.given == .pairs))
    return given + recorded.map { $0.only(for: "networks from files or constructed ones") { !$0.draws } }
  }

  private static var sources: [Setting<Experiment>] {
    let constructions = Construction.allCases.map(\.rawValue) + ["none"]
    let network = Setting<Experiment>(
      "network", .texts, placeholder: "file", allowed: "paths of network files",
      help: """
        Network from a file to measure; may be given several times. 'memprobe inspect FILE' lists its layers.
        """,
      read: { $0.networks.isEmpty ? nil : .texts($0.networks) },
      write: { owner, value in
        guard case .texts(let paths) = value else { return false }
        owner.networks = paths
        return true
      })
    let checkpoints = Setting<Experiment>(
      "checkpoints", .texts, placeholder: "file",
      allowed: "paths of network files, of folders, or patterns with *",
      help: """
        Checkpoints of one training, whose memory is followed: files, a folder of them, or a pattern in quotes such as \
        'run/step-*.pt'; may be given several times. Their order, and the axis 'checkpoint' of results, are the steps \
        or epochs that the files hold or, where not all do, the numbers in the names of files or folders.
        """,
      read: { $0.checkpoints.isEmpty ? nil : .texts($0.checkpoints) },
      write: { owner, value in
        guard case .texts(let paths) = value else { return false }
        owner.checkpoints = paths
        return true
      })
    let construct = Setting<Experiment>(
      "construct", .name(constructions), placeholder: "name", allowed: Allowed.names(constructions),
      help: """
        Construct the networks of the grid instead of drawing them: 'memprobe construct' says what is known of each.
        """,
      read: { .text($0.construction?.rawValue ?? "none") },
      write: { owner, value in
        guard case .text(let name) = value else { return false }
        owner.construction = Construction(rawValue: name)
        return owner.construction != nil || name == "none"
      })
    let rate = Setting<Experiment>(
      "rate", .number, placeholder: "f", allowed: "numbers above 0, below 1",
      help: "Of 'forgetting': the share of the past that is left after a step, as 0.9.",
      read: { $0.rate.map(SettingValue.number) },
      write: { owner, value in
        guard case .number(let rate) = value else { return false }
        owner.rate = rate
        return true
      })
    let activations = Activation.ofKerasGates.map(\.rawValue)
    let gates = Setting<Experiment>(
      "gate-activation", .name(activations), placeholder: "name", allowed: Allowed.names(activations),
      help: "What the gates of Keras layers go through where the file does not say it.",
      read: { $0.gateActivation.map { .text($0.rawValue) } },
      write: { owner, value in
        guard case .text(let name) = value else { return false }
        owner.gateActivation = Activation(rawValue: name)
        return owner.gateActivation != nil
      })
    let files = "networks from files"
    return [
      network.stored(as: nil).byDefault(""),
      checkpoints.byDefault("").only(
        for: "networks that are not given otherwise (--network, --group, --construct)"
      ) {
        $0.networks.isEmpty && $0.groups.isEmpty && $0.construction == nil
      },
      .text("layer", \.layer, .text, placeholder: "name", "Take this one recurrent layer of each file.")
        .only(for: files) { !$0.files.isEmpty },
      .text(
        "layers-from", \.layersFrom, .layerSpan, placeholder: "first..last",
        """
        Take the recurrent layers from the first named to the last named, each fed by the one before, also where the \
        file does not connect them, if their sizes fit.
        """
      ).byDefault("all layers, if they are one such stack").only(for: files) { !$0.files.isEmpty },
      gates.stored(as: nil).byDefault("what the version of Keras that wrote it meant")
        .only(for: files) { !$0.files.isEmpty },
      construct.stored(as: nil)
        .byDefault(M.offer.construction.map { "\($0.rawValue), if there is no --network" } ?? "none"),
      rate.byDefault("").only(for: "--construct forgetting") { $0.construction == .forgetting },
    ].map { $0.outsidePlans() }
  }

  /// - Parameter hasPairs: whether runs of given networks are pairs of sequences, or else repeats, as those of others are.
  private static func comparing(hasPairs: Bool) -> [Setting<Experiment>] {
    let kinds = Allowed.names(Subjects.defaultTwinKinds.map(\.rawValue))
    let pairs = Setting<Experiment>.whole(
      "pairs", \.pairs, in: 1...Subjects.mostRuns,
      "Pairs of sequences that each given network, and each of its twins, is fed.")
    let against = Setting<Experiment>.names(
      "against", \.twinKinds, placeholder: "kind,...", mayBeEmpty: true,
      """
      Kinds of random networks of the same shape to compare with. The first four are freshly drawn (see 'memprobe \
      divergence --help'); shuffled permutes the given values, within each kernel and within each gate's biases. \
      Every kind multiplies the comparisons that findings are corrected for.
      """
    ).stored(as: nil).byDefault("none; of 'memprobe compare' \(kinds)")
    let twins = Setting<Experiment>.whole(
      "twins", \.twins, in: 1...Subjects.mostRuns,
      "Random networks of each kind for every given one: n of them can make p as small as 2/(n+1)."
    ).byDefault(
      """
      \(Subjects.defaultTwins), or, for more than two comparisons, 80 for each less one, up to \
      \(Subjects.mostDefaultTwins)
      """)
    let group = Setting<Experiment>(
      "group", .texts, placeholder: "name=file,...",
      allowed: "a name, =, and the paths of network files with commas between, or that of a folder of them",
      help: """
        Networks of one architecture, trained from different seeds: NAME=FILE,FILE,... or NAME=FOLDER. They are compared \
        with their twins as one sample, where files given otherwise are compared each by itself. May be given several \
        times.
        """,
      read: { $0.groups.isEmpty ? nil : .texts($0.groups.map(\.text)) },
      write: { owner, value in
        guard case .texts(let texts) = value else { return false }
        owner.groups = texts.compactMap(NetworkGroup.init)
        return owner.groups.count == texts.count
      })
    // Results of measures without pairs were there before there were twins of theirs.
    let first = hasPairs ? [pairs, against] : [against.added(formerly: .texts([]))]
    let others = [twins, group.stored(as: nil).outsidePlans().byDefault("")].map {
      $0.only(for: "comparisons with twins (--against)") { !$0.twinKinds.isEmpty }
    }
    return (first + others).map { $0.only(for: "networks from files or constructed ones") { !$0.draws } }
  }

  private static var recorded: [Setting<Experiment>] {
    guard let recording = M.recording else { return [] }
    let inputs = Setting<Experiment>.text(
      "inputs", \.inputs, .text, placeholder: "file",
      """
      Recorded inputs instead of random ones, steps by inputs or sequences by steps by inputs: .npy, text with columns \
      (CSV), or a dataset of an HDF5 file as FILE.h5:/PATH. \(recording.words)
      """)
    let columns = Setting<Experiment>.text(
      "columns", \.reading.columns, .text, placeholder: "name,...",
      "Columns of --inputs that the network is fed, in its order: names of the header, or numbers counted from 1."
    ).byDefault("all")
    let continuous = Setting<Experiment>.flag(
      "continuous", \.reading.isContinuous,
      "Take the sequences of --inputs for one, each the continuation of the one before.")
    let repeated = Setting<Experiment>.flag(
      "repeat-inputs", \.reading.isRepeated,
      """
      Lay the data end to end, without an end, if they are shorter than a run: what follows after their last row is \
      their first, which they were not recorded with.
      """)
    let repeatable = recording.mayRepeat ? [repeated.stored(as: "inputs_repeated")] : []
    let how =
      [
        columns.stored(as: "input_columns"), continuous.stored(as: "inputs_continuous"),
      ] + repeatable
    let read = how.map { setting in setting.only(for: "recorded inputs (--inputs)") { $0.inputs != nil } }
    return ([inputs.stored(as: "inputs")] + read).map { $0.outsidePlans() }
  }

  private static func random(_ offer: NetworkOffer) -> [Setting<Experiment>] {
    let seed = Setting<Experiment>.seed("seed", \.seed, "Seed of every random draw.")
    let names = Precision.allCases.map(\.rawValue)
    let precision = Setting<Experiment>(
      "precision", .names(names), placeholder: "name,...", allowed: Allowed.different(Allowed.names(names)),
      help: """
        Arithmetic; with several, every run is measured in each, and results have an axis of them. The 16-bit ones \
        are emulated, to the bit.
        """,
      read: { owner in
        let names = owner.precisions.map(\.rawValue)
        return names.count == 1 ? .text(names[0]) : .texts(names)
      },
      write: { owner, value in
        let texts: [String]
        switch value {
        case .text(let text): texts = [text]
        case .texts(let found): texts = found
        default: return false
        }
        owner.precisions = texts.compactMap(Precision.init)
        return !texts.isEmpty && owner.precisions.count == texts.count && Set(texts).count == texts.count
      })
    let rounding = Setting<Experiment>.name(
      "rounding", \.rounding,
      """
      Where 16-bit arithmetic rounds: states as they are stored; fused, as PyTorch's CUDA cells, the two matrix \
      products, too; stepwise, as its cells on the CPU, the result of every operation.
      """
    ).only(for: "16-bit arithmetic (--precision bfloat16,float16)") {
      $0.precisions.contains(where: \.isEmulated)
    }
    return offer.hasPrecision ? [seed, precision, rounding] : [seed, precision.storedOnly()]
  }
}
