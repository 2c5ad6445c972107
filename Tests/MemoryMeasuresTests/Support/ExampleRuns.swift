import RecurrentNetworks
import Testing

@testable import MemoryMeasures

/// Checks that a setting is refused, by its key and with what was found.
func expectRefusal(
  of key: String, _ found: SettingValue, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Any
) {
  do {
    _ = try body()
    Issue.record("\(key) is not refused", sourceLocation: sourceLocation)
  } catch let error as SettingError {
    // NaN is unequal to itself; a description is not.
    let isIt = error.key == key && "\(error.found)" == "\(found)" && !error.allowed.isEmpty
    #expect(isIt, "\(error)", sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}

/// Numbers that are the same in every test run.
struct ExampleNumbers {
  private let stream: RandomStream
  private var place: UInt64 = 0

  init(_ seed: UInt64) { stream = RandomStream(seed: seed) }

  mutating func below(_ count: Int) -> Int {
    place += 1
    return stream.integer(below: count, at: place)
  }

  /// Of any size and sign; now and then not a number, where that is allowed.
  mutating func number(orNaN mayBeNaN: Bool = false) -> Double {
    place += 1
    if mayBeNaN, below(4) == 0 { return .nan }
    return Double(stream.normal(place)) * [1e-300, 1e-7, 1, 1e30][below(4)]
  }

  mutating func numbers(_ count: Int, orNaN: Bool = false) -> [Double] {
    (0..<count).map { _ in number(orNaN: orNaN) }
  }
}

/// Settings and values that runs of them can have, for what is asked of every measure.
protocol ExampleMeasure: Measure {
  /// With every axis and column that there can be.
  static func exampleSettings() throws -> Settings
  static func example(_ settings: Settings, _ numbers: inout ExampleNumbers) -> Value
}

extension Divergence: ExampleMeasure {
  static func exampleSettings() throws -> DivergenceSettings {
    try DivergenceSettings(
      totalSteps: 60, thresholds: [1e-3, 1e-1], recordsCurve: true, perturbation: .feature("1"), size: 0.5,
      at: [12, 8], followsResponse: true, reading: .layers, layerCount: 2)
  }

  static func example(
    _ settings: DivergenceSettings, _ numbers: inout ExampleNumbers
  ) -> DivergenceMeasurement {
    func count() -> CensoredSteps {
      let reached = numbers.below(3) > 0
      let steps = reached ? 1 + numbers.below(settings.horizon) : settings.horizon
      return CensoredSteps(steps: steps, reached: reached)
    }
    let counts = (0..<4 + settings.thresholds.count).map { _ in count() }
    func number() -> Double { numbers.number(orNaN: true) }
    func curve() -> [Float] { numbers.numbers(settings.curveSteps.count).map { Float($0) } }
    var value = DivergenceMeasurement(
      firstEqual: counts[0], settled: counts[1], merged: counts[2],
      thresholds: Array(counts[3...].dropLast()),
      outcome: DivergenceOutcome.allCases[numbers.below(5)], finalDifference: numbers.number(),
      floor: DifferenceFloor(median: number(), largest: number()),
      decay: DecayFit(
        rate: number(), standardError: number(), firstStep: number(), lastStep: number()),
      curve: curve())
    value.onset = PerturbationOnset(length: number(), difference: number())
    value.response = ResponseMeasurement(
      largest: number(), steps: counts[counts.count - 1], curve: curve())
    // Of a network of one layer, or of two.
    value.layers = .blank(settings)
    let places = settings.thresholds.count
    for layer in 0...numbers.below(settings.layerCount) {
      value.layers.settled[layer] = count()
      for place in layer * places..<(layer + 1) * places { value.layers.thresholds[place] = count() }
      value.layers.rates[layer] = number()
    }
    return value
  }
}

extension Memorization: ExampleMeasure {
  static func exampleSettings() throws -> MemorizationSettings {
    try MemorizationSettings(
      positions: [9, 1, 3], lengths: 3...5, epochs: 12, batchSize: 4, evaluationSequences: 70,
      recordsCurve: true)
  }

  static func example(
    _ settings: MemorizationSettings, _ numbers: inout ExampleNumbers
  ) -> MemorizationMeasurement {
    let outcome = MemorizationOutcome.allCases[numbers.below(4)]
    let curve = numbers.numbers(settings.curveEpochs.count, orNaN: true).map { Float($0) }
    return MemorizationMeasurement(
      outcome: outcome,
      loss: outcome == .trained
        ? abs(numbers.number(orNaN: true)) : outcome == .exploded ? 0.376 + abs(numbers.number()) : .nan,
      epochs: outcome == .diverged
        ? numbers.below(settings.epochs) : outcome == .noTarget ? 0 : settings.epochs,
      lossCurve: curve)
  }
}

extension Capacity: ExampleMeasure {
  static func exampleSettings() throws -> CapacitySettings {
    try CapacitySettings(
      washoutSteps: 20, trainingSteps: 200, testSteps: 150, maximumDelay: 7, surrogates: 2, readsInput: true)
  }

  static func example(
    _ settings: CapacitySettings, _ numbers: inout ExampleNumbers
  ) -> CapacityMeasurement {
    CapacityMeasurement(
      memoryFunction: numbers.numbers(settings.maximumDelay),
      uncorrectedFunction: numbers.numbers(settings.maximumDelay),
      noiseFloor: numbers.numbers(settings.maximumDelay),
      standardError: numbers.number())
  }
}

extension Recall: ExampleMeasure {
  static func exampleSettings() throws -> RecallSettings {
    try RecallSettings(totalSteps: 70, sequences: 5, trainingSequences: 21, magnitudes: [0.5, 2])
  }

  static func example(_ settings: RecallSettings, _ numbers: inout ExampleNumbers) -> RecallMeasurement {
    RecallMeasurement(
      firstInputs: numbers.numbers(settings.sequences),
      answers: (0..<settings.sequences).map { _ in numbers.numbers(settings.steps.count) },
      errorBounds: numbers.numbers(settings.sequences, orNaN: true).map { $0.isNaN ? nil : $0 })
  }
}

extension Lyapunov: ExampleMeasure {
  static func exampleSettings() throws -> LyapunovSettings {
    try LyapunovSettings(
      exponents: 5, inputScale: 0.5, washoutSteps: 20, alignmentSteps: 10, steps: 100, blocks: 4,
      timeScales: [2, 50], unitCount: 3)
  }

  /// The last of them may be minus infinity or, where there are no more, missing.
  static func example(_ settings: LyapunovSettings, _ numbers: inout ExampleNumbers) -> LyapunovMeasurement {
    let (size, lost) = (1 + numbers.below(7), numbers.below(3))
    let count = min(size, settings.exponents)
    var exponents = numbers.numbers(count).sorted(by: >)
    for place in exponents.indices.suffix(lost) { exponents[place] = -.infinity }
    let errors = exponents.map { $0.isFinite ? abs(numbers.number()) : .nan }
    let missing = [Double](repeating: .nan, count: settings.exponents - count)
    return LyapunovMeasurement(
      exponents: exponents + missing, standardErrors: errors + missing, stateSize: size,
      unitTimeScales: [abs(numbers.number()), .infinity, .nan])
  }
}

/// All measures.
let exampleMeasures: [any ExampleMeasure.Type] = [
  Divergence.self, Memorization.self, Capacity.self, Recall.self, Lyapunov.self,
]
