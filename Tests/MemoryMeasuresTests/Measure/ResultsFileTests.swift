import HDF5
import RecurrentNetworks
import TestSupport
import Testing

@testable import MemoryMeasures

/// Names, types, axes and words of variables, as the committed results files have them: readers of results depend on
/// them.
@Suite struct ResultsFileTests {
  @Test func divergence() throws {
    try check(Divergence.self, .standard, "divergence")
    try check(Divergence.self, DivergenceSettings(totalSteps: 10_000, thresholds: [1e-3]), "compare")
  }

  @Test func memorization() throws {
    try check(Memorization.self, .standard, "memorize")
    try check(
      Memorization.self, MemorizationSettings(positions: Array(1...10), recordsCurve: true), "memorize-rnn-5")
  }

  @Test func capacity() throws {
    try check(Capacity.self, CapacitySettings(maximumDelay: 200), "capacity")
  }

  @Test func recall() throws {
    try check(Recall.self, .standard, "recall")
  }

  private func check<M: Measure>(_: M.Type, _ settings: M.Settings, _ name: String) throws {
    let root = try HDF5Image(Repository.bytes(of: "results/\(name).h5")).root()
    #expect(try root.strings(attribute: "format")?.first?.hasPrefix("memprobe ") == true)
    let members = try root.members()
    let objects = Dictionary(members.map { ($0.name, $0.object) }) { first, _ in first }
    let dimensions = Dictionary(members.map { ($0.object.address, $0.name) }) { first, _ in first }

    func check(
      _ name: String, _ kind: ColumnKind, _ axes: [Axis], units: String, longName: String?
    ) throws {
      let object = try #require(objects[name], "\(name)")
      if let longName { #expect(try object.strings(attribute: "long_name") == [longName]) }
      // Steps had no units in the files from before.
      let stored = try object.strings(attribute: "units")
      #expect(stored == [units] || (stored == ["1"] && units == "steps"), "\(name)")
      let scales = try #require(try object.scaleAddresses()).compactMap {
        $0.first.flatMap { dimensions[$0] }
      }
      #expect(scales.suffix(axes.count) == axes.map(\.name), "\(name)")
      guard case .numbers(let number, _) = try object.values().values else {
        Issue.record("\(name) is not made of numbers")
        return
      }
      var meanings: [String]?
      switch kind {
      case .count: #expect(number == .int32, "\(name)")
      case .single: #expect(number == .float32, "\(name)")
      case .number: #expect(number == .float64, "\(name)")
      case .flag(let names):
        #expect(number == .int8, "\(name)")
        meanings = [names.joined(separator: " ")]
      }
      #expect(try object.strings(attribute: "flag_meanings") == meanings, "\(name)")
    }

    guard case .numbers(let number, let bytes)? = try root.values(attribute: "format_version") else {
      Issue.record("no version")
      return
    }
    let version = Int(number.doubles(bytes[...])[0])
    let columns = M.columns(settings)
    for column in columns {
      guard let name = column.name(inVersion: version) else { continue }
      try check(
        name, column.kind, column.axes, units: column.units,
        longName: name == column.name ? column.longName : nil)
    }
    let names = columns.compactMap { $0.name(inVersion: version) }
    #expect(members.map(\.name).filter(names.contains) == names, "in another order")
    // There are more statistics than in files of earlier versions; of divergence by other words than in the first.
    for statistic in M.statistics(settings)
    where version == M.formatVersion && !statistic.isAdded || objects[statistic.name] != nil {
      try check(
        statistic.name, statistic.kind, statistic.axes, units: statistic.units,
        longName: M.name == "divergence" ? nil : statistic.longName)
    }
    for axis in M.axes(settings) + columns.flatMap(\.axes) {
      let object = try #require(objects[axis.name], "\(axis.name)")
      #expect(try object.strings(attribute: "long_name") == [axis.longName])
      guard case .numbers(let number, let bytes) = try object.values().values else {
        Issue.record("\(axis.name) is not made of numbers")
        continue
      }
      switch axis.values {
      case .wholes(let values):
        #expect(number == .int32 && number.doubles(bytes[...]) == values.map(Double.init))
      case .numbers(let values): #expect(number == .float64 && number.doubles(bytes[...]) == values)
      case .names: Issue.record("\(axis.name) is made of names")
      }
    }
  }

  /// Every statistic that there was is there still, of networks that are drawn and of given ones.
  @Test func statisticsOfDivergence() throws {
    let statistics = Divergence.statistics(.standard)
    let found = try ["divergence", "compare"].flatMap { name in
      try HDF5Image(Repository.bytes(of: "results/\(name).h5")).root().members().map(\.name)
    }.filter { name in
      (name.hasPrefix("mean_") || name.hasPrefix("median_") || name.hasPrefix("std_")
        || name.hasSuffix("_fraction") || name == "measured_runs")
    }
    #expect(Set(found).isSuperset(of: statistics.filter { !$0.isAdded }.map(\.name)))
    #expect(Set(found).isSubset(of: statistics.map(\.name)))
  }

  @Test func whatIsSaidOfGivenNetworks() throws {
    let names = try HDF5Image(Repository.bytes(of: "results/recall.h5")).root().members().map(\.name)
    for column in Recall.networkColumns(.standard) { #expect(names.contains(column.name)) }
    #expect(Capacity.networkColumns(.standard).map(\.name) == ["units"])
  }

  /// The committed recall of latches comes out again, bit for bit: its first sequences, up to a thousand steps.
  @Test(arguments: [(0, CellType.lstm), (1, .gru)])
  func recallComesOutAgain(place: Int, cell: CellType) throws {
    let root = try HDF5Image(Repository.bytes(of: "results/recall.h5")).root()
    func numbers(_ name: String) throws -> (values: [Double], shape: [Int]) {
      let (shape, values) = try #require(try root.member(name)).values()
      guard case .numbers(let number, let bytes) = values else { return ([], shape) }
      return (number.doubles(bytes[...]), shape)
    }
    let (inputs, answers) = (try numbers("first_input"), try numbers("answer"))
    let settings = try RecallSettings(totalSteps: 1_000, sequences: 2)
    let latch = try ConstructedNetwork<Float>(.latch, cell: cell)
    let readout = try #require(latch.recall?.readout)
    for (magnitude, _) in settings.magnitudes.enumerated() {
      let path = Recall.inputPath(Run(.given(""), at: [magnitude]), inputSize: 1, settings: settings)
      let session = RecallSession(
        PackedNetwork(latch.network), settings: settings, recorded: nil, path: .best, jobs: 1)
      let found = try session.measure(
        settings.magnitudes[magnitude], readout: readout, promise: nil,
        stream: RandomStream(seed: 0).child(path: path)
      ) { _ in }
      for sequence in 0..<2 {
        let row = (place * inputs.shape[1] + magnitude) * inputs.shape[2] + sequence
        #expect(found.firstInputs[sequence] == inputs.values[row])
        let expected = answers.values[(row * answers.shape[3])...].prefix(settings.steps.count)
        #expect(found.answers[sequence] == Array(expected))
      }
    }
  }
}
