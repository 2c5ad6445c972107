import MemoryMeasures
import RecurrentNetworks

/// The recall of several networks, measured with the same settings and seed.
public struct RecallResults: Sendable {
  public let settings: RecallSettings
  public let seed: UInt64
  public let precision: Precision
  public let entries: [Entry]

  /// One network and what was measured of it.
  public struct Entry: Sendable {
    public let network: RecalledNetwork
    public let measurement: RecallMeasurement

    public init(subject: RecallSubject, measurement: RecallMeasurement) {
      self.init(network: RecalledNetwork(subject), measurement: measurement)
    }

    init(network: RecalledNetwork, measurement: RecallMeasurement) {
      self.network = network
      self.measurement = measurement
    }
  }

  public init(settings: RecallSettings, seed: UInt64, precision: Precision, entries: [Entry]) {
    self.settings = settings
    self.seed = seed
    self.precision = precision
    self.entries = entries
  }

  /// Measures one network after the other. All are fed sequences of the same streams, so that networks of one
  /// input size get the same sequences.
  ///
  /// - Parameters:
  ///   - path: kernels to run on. All give the same bits.
  ///   - jobs: pairs of sequences at a time, at least 1; the results do not depend on it.
  ///   - progress: given the number of pairs that are done and of all, after each, by one thread at a time.
  /// - Throws: `RecallSubjectError`.
  public init(
    measuring subjects: [RecallSubject], settings: RecallSettings, seed: UInt64, precision: Precision,
    path: SIMDPath, jobs: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(RecallSubjectError) {
    let total = subjects.reduce(0) { $0 + settings.pairs(isFitted: $1.readout == .fitted) }
    let done = Locked(0)
    let completedPair: @Sendable () -> Void = {
      done.withLock {
        $0 += 1
        progress($0, total)
      }
    }
    var entries: [Entry] = []
    for subject in subjects {
      do throws(RecallError) {
        let measurement =
          switch precision {
          case .float32:
            try Self.measure(
              RecurrentNetwork<Float>(rounding: subject.network), subject.readout, settings, seed, path, jobs,
              completedPair)
          case .float64:
            try Self.measure(
              subject.network, subject.readout, settings, seed, path, jobs, completedPair)
          }
        entries.append(Entry(subject: subject, measurement: measurement))
      } catch {
        throw .failed(network: subject.name, error)
      }
    }
    self.init(settings: settings, seed: seed, precision: precision, entries: entries)
  }

  private static func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ readout: RecallReadout, _ settings: RecallSettings,
    _ seed: UInt64, _ path: SIMDPath, _ jobs: Int, _ completedPair: @escaping @Sendable () -> Void
  ) throws(RecallError) -> RecallMeasurement {
    let stream = RandomStream(seed: seed).child(StreamRole.recall.rawValue)
    switch readout {
    case .unit(let unit, let scale):
      let readout = LinearReadout(unit: unit, scale: scale, outputSize: network.outputSize)
      return try Recall.measure(
        network, readout: readout, settings: settings, stream: stream, path: path, jobs: jobs,
        completedPair: completedPair)
    case .fitted:
      return try Recall.measureFitting(
        network, settings: settings, stream: stream, path: path, jobs: jobs, completedPair: completedPair)
    }
  }
}
