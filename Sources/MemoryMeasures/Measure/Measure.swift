import RecurrentNetworks

/// A question about the memory of networks, and how it is answered: everything that distinguishes one measure from
/// another. What plans, sweeps, journals, results files, exports and the command line do with a measure follows from
/// this alone.
public protocol Measure: Sendable {
  /// What may be chosen.
  associatedtype Settings: SettingGroup
  /// What a run finds.
  associatedtype Value: Sendable
  /// Why a run can fail.
  associatedtype Failure: RunFailure

  /// By which results files ("memprobe divergence") and, unless they say otherwise, commands and outputs call it.
  static var name: String { get }
  /// The command that measures it.
  static var command: String { get }
  /// What its results files hold, in a phrase.
  static var title: String { get }
  /// Raised whenever names or the meaning of variables change; files of the version before are still read.
  static var formatVersion: Int { get }
  /// Raised whenever a change to kernels, random streams or the measure changes the bits of a result, so that results
  /// from before are never continued by, or merged with, results from after.
  static var arithmeticRevision: Int { get }
  /// The revision since which runs compute in the precision of their plan: in those from before only weights are of that
  /// precision, and the rest is as the measure offers it.
  static var precisionRevision: Int { get }

  /// Which networks it is asked of, unless somebody says otherwise.
  static var offer: NetworkOffer { get }
  /// The settings that hold where nobody says anything, given what is known of the networks.
  static func standardSettings(for networks: NetworksAtHand) -> Settings
  /// What the settings ask of a network.
  ///
  /// - Throws: `SettingError` for a setting with which it cannot be measured.
  static func check(_ network: NetworkOutline, settings: Settings) throws(SettingError)

  /// Which head of networks from files the settings ask for; nil for none.
  static func head(_ settings: Settings) -> HeadChoice?

  /// What the settings ask of the inputs of networks.
  ///
  /// - Parameters:
  ///   - inputSize: values per step of the networks.
  ///   - recorded: nil for random ones.
  ///   - settings: that ask.
  /// - Throws: `SettingError` for a setting with which these cannot be read.
  static func check(inputSize: Int, recorded: RecordedInputs?, settings: Settings) throws(SettingError)

  /// The axes of runs between those of the networks and the repeats: a run for every one of their values.
  static func axes(_ settings: Settings) -> [Axis]
  /// The variables of results, of which values are made again.
  static func columns(_ settings: Settings) -> [Column<Value>]
  /// A value into which columns are restored: with as many entries as the settings ask for.
  static func blank(_ settings: Settings) -> Value
  /// The same of a run in this precision, for values that know theirs without a column.
  static func blank(_ settings: Settings, in precision: Precision) -> Value
  /// Whether a run of these settings can have found this.
  static func accepts(_ value: Value, settings: Settings) -> Bool
  /// What sums up repeats.
  static func statistics(_ settings: Settings) -> [Statistic<Value>]
  /// What is said of every given network, besides where it comes from.
  static func networkColumns(_ settings: Settings) -> [NetworkColumn]
  /// The quantities by which networks and their twins are compared; none, the default, for a measure without twins.
  static func compared(_ settings: Settings) -> [Compared<Value>]

  /// Estimated cost of a run, in fused multiply-adds.
  ///
  /// - Parameters:
  ///   - shape: of the network, or of a stack of equal layers that is at least as large.
  ///   - point: places on `axes`.
  ///   - settings: of the run.
  static func cost(_ shape: NetworkShape, at point: [Int], settings: Settings) -> Double
  /// Estimated memory of so many runs of one network at the peak, in bytes; a floating-point number so that absurd sizes
  /// cannot overflow.
  static func bytes(_ shape: NetworkShape, runs: Int, settings: Settings, precision: Precision) -> Double

  /// Of which a drawn network is a pure function, given the seed.
  static func networkPath(_ shape: NetworkShape, _ run: Run, settings: Settings) -> [UInt64]
  /// Of which the inputs of a run are a pure function, given the seed. Runs of equal paths and input sizes are fed the
  /// same.
  static func inputPath(_ run: Run, inputSize: Int, settings: Settings) -> [UInt64]
  /// Whether runs that are fed the same, and runs of one network, are measured together, so that inputs are drawn once,
  /// and networks made once.
  static var sharesInputs: Bool { get }
  /// By which files call the inputs of a run: the same for runs of equal input paths and input sizes, and for no others.
  /// Nil if no other run is fed the same, so that the run's own name will do.
  static func inputName(_ run: Run, inputSize: Int, settings: Settings) -> String?
  /// What a run reads; nothing where it reads nothing.
  ///
  /// - Parameters:
  ///   - index: of the run in the lineup.
  ///   - lineup: of networks and runs.
  static func inputs<Scalar: NetworkScalar>(
    of index: Int, in lineup: Lineup<Self, Scalar>
  ) -> [RunInput<Scalar>]
  /// How runs read recorded inputs; nil where these make no sense.
  static var recording: Recording<Settings>? { get }
  /// Whether runs make networks of those that they begin with, by training: each has one of its own then.
  static var makesNetworks: Bool { get }

  /// Whether runs that are stopped keep how far they are, so that a run may take longer than there is time for at once.
  static var keepsRuns: Bool { get }

  /// Measures the runs of a lineup, and reports each exactly once, in any order. Called from several threads at a time.
  ///
  /// - Throws: `CancellationError` soon after the lineup is cancelled; runs not reported by then have no result.
  static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Self, Scalar>, completed: (Int, Result<Value, Failure>) -> Void
  ) throws(CancellationError)
}

extension Measure {
  public static var command: String { name }
  public static var formatVersion: Int { 3 }
  public static var precisionRevision: Int { 1 }
  /// The kind of results, as files name it.
  public static var format: String { "memprobe \(name)" }
  public static func standardSettings(for networks: NetworksAtHand) -> Settings { .standard }
  public static func check(_ network: NetworkOutline, settings: Settings) throws(SettingError) {}
  public static func head(_ settings: Settings) -> HeadChoice? { nil }
  public static func check(
    inputSize: Int, recorded: RecordedInputs?, settings: Settings
  ) throws(SettingError) {}
  public static func axes(_ settings: Settings) -> [Axis] { [] }
  public static func blank(_ settings: Settings, in precision: Precision) -> Value { blank(settings) }
  public static func accepts(_ value: Value, settings: Settings) -> Bool { true }
  public static func networkColumns(_ settings: Settings) -> [NetworkColumn] { [] }
  public static func compared(_ settings: Settings) -> [Compared<Value>] { [] }
  public static var sharesInputs: Bool { false }
  public static func inputName(_ run: Run, inputSize: Int, settings: Settings) -> String? { nil }
  public static var recording: Recording<Settings>? { nil }
  public static var makesNetworks: Bool { false }
  public static var keepsRuns: Bool { false }

  public static func networkPath(_ shape: NetworkShape, _ run: Run, settings: Settings) -> [UInt64] {
    StreamRole.network.path(shape, repeatIndex: run.repeatIndex)
  }

  /// Whether both values have the same bits in every column.
  public static func areIdentical(_ one: Value, _ other: Value, settings: Settings) -> Bool {
    columns(settings).allSatisfy { $0.values([one]).isIdentical(to: $0.values([other])) }
  }
}

/// Why a run has no value.
public protocol RunFailure: Error, Sendable {
  /// In words: stored with the run.
  var reason: String { get }
}

/// The failure of a measure whose runs can be cancelled while they are measured.
public protocol CancellableFailure: RunFailure, Equatable {
  /// Asked to stop.
  static var cancelled: Self { get }
}

extension Lineup where M.Failure: CancellableFailure {
  /// Measures run after run, and reports each.
  ///
  /// - Parameter measure: given the run's place in the lineup.
  /// - Throws: `CancellationError` if it throws `cancelled`.
  func measureEach(
    _ completed: (Int, Result<M.Value, M.Failure>) -> Void, _ measure: (Int) throws(M.Failure) -> M.Value
  ) throws(CancellationError) {
    for index in runs.indices {
      do throws(M.Failure) {
        completed(index, .success(try measure(index)))
      } catch {
        guard error != .cancelled else { throw CancellationError() }
        completed(index, .failure(error))
      }
    }
  }

  /// Stops a run where that is asked for, and keeps it if it is stopped or it is time to (see `RunsUnderway.pause`).
  ///
  /// - Throws: `cancelled`.
  func pause(
    _ index: Int, share: @autoclosure () -> Double, state: @autoclosure () -> [UInt8]
  ) throws(M.Failure) {
    do throws(CancellationError) {
      try underway.pause(
        [index], isCancelled: isCancelled, share: { _ in share() }, state: { _ in state() })
    } catch {
      throw .cancelled
    }
  }
}

/// Runs that are measured together, as a measure is handed them: of measures that share inputs, networks of one input size,
/// all in one arithmetic, several of which may be fed the same; of others a single run.
public struct Lineup<M: Measure, Scalar: NetworkScalar> {
  /// Of all its runs.
  public let settings: M.Settings
  /// What is to be measured, in this order.
  public let runs: [Run]
  /// For every run the number of its network, from 0 in the order of first appearance.
  public let networkNumbers: [Int]
  /// Values per input step.
  public let inputSize: Int
  /// That of the networks, to whose numbers inputs are rounded.
  public let arithmetic: Arithmetic
  /// Recorded inputs, to be read in the place of random ones; nil for none.
  public let recorded: RecordedInputs?
  /// Kernels to run on. All give the same bits.
  public let path: SIMDPath
  /// Threads that the runs may use; the results do not depend on it.
  package let threads: ThreadShare
  /// Asked now and then, on any thread.
  public let isCancelled: @Sendable () -> Bool
  /// Told how far runs are, by their places in the lineup.
  package let underway: RunsUnderway<Int>
  private let streams: (Int) -> RandomStream
  private let makeNetwork: (Int) -> RecurrentNetwork<Scalar>
  private let findPacked: (Int) -> PackedNetwork<Scalar>?
  private let outlines: (Int) -> NetworkOutline
  private let keep: (Int, RecurrentNetwork<Scalar>) -> Bool

  /// - Parameters:
  ///   - networkNumbers: nil, the default, if every run has a network of its own.
  ///   - arithmetic: that of `Scalar` by default.
  ///   - underway: by default all runs begin, and nobody asks how far they are.
  ///   - packed: networks that are there already, in one copy for all runs; by default there are none.
  package init(
    settings: M.Settings, runs: [Run], networkNumbers: [Int]? = nil, inputSize: Int,
    arithmetic: Arithmetic = Arithmetic(Scalar.precision), inputs: @escaping (Int) -> RandomStream,
    recorded: RecordedInputs?,
    path: SIMDPath, threads: ThreadShare, isCancelled: @escaping @Sendable () -> Bool,
    underway: RunsUnderway<Int> = .unkept,
    network: @escaping (Int) -> RecurrentNetwork<Scalar>,
    packed: @escaping (Int) -> PackedNetwork<Scalar>? = { _ in nil },
    outline: @escaping (Int) -> NetworkOutline,
    keep: @escaping (Int, RecurrentNetwork<Scalar>) -> Bool
  ) {
    self.settings = settings
    self.runs = runs
    self.networkNumbers = networkNumbers ?? Array(runs.indices)
    self.inputSize = inputSize
    self.arithmetic = arithmetic
    streams = inputs
    self.recorded = recorded
    self.path = path
    self.threads = threads
    self.isCancelled = isCancelled
    self.underway = underway
    makeNetwork = network
    findPacked = packed
    outlines = outline
    self.keep = keep
  }

  /// Threads that the runs may use at present.
  public var jobs: Int { threads.now }

  /// Of which the inputs of a run are a pure function.
  public func inputs(_ index: Int) -> RandomStream { streams(index) }

  /// The network of a run, made anew at every call.
  public func network(_ index: Int) -> RecurrentNetwork<Scalar> { makeNetwork(index) }

  /// The same as the kernels read it; of a network that is there already the one copy of its weights.
  package func packed(_ index: Int) -> PackedNetwork<Scalar> {
    findPacked(index) ?? PackedNetwork(makeNetwork(index))
  }

  /// What is known of the network of a run besides its weights.
  public func outline(_ index: Int) -> NetworkOutline { outlines(index) }

  /// Keeps the network that a run made, where that was asked for.
  ///
  /// - Returns: false if it could not be kept; the run is then to be given up with a `CancellationError`.
  public func keep(_ network: RecurrentNetwork<Scalar>, of index: Int) -> Bool { keep(index, network) }
}
