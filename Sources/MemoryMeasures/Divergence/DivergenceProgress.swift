import Foundation
import RecurrentNetworks

/// How far a run is, with all that its result and its next steps depend on besides its network and inputs.
struct DivergenceProgress<Scalar: NetworkScalar> {
  /// What was measured at the places of a perturbation that are done.
  var found: [DivergenceMeasurement] = []
  /// Steps that were taken with the next place.
  var step = 0
  /// Both states after them, layer by layer; empty at step 0.
  var states: (a: [[Scalar]], b: [[Scalar]]) = ([], [])
  var record: DivergenceRecord
  /// By layer, where these are read.
  var layers: [DivergenceRecord]
  var onset = PerturbationOnset()
  private let settings: DivergenceSettings
  private let precision: Precision

  /// Where runs have to be the same for to go on together.
  struct Position: Hashable, Comparable {
    let place: Int
    let step: Int

    static var beginning: Position { Position(place: 0, step: 0) }

    static func < (one: Position, other: Position) -> Bool {
      (one.place, one.step) < (other.place, other.step)
    }
  }

  var position: Position { Position(place: found.count, step: step) }

  /// At the first step.
  init(_ settings: DivergenceSettings, precision: Precision, layers: Int) {
    self.settings = settings
    self.precision = precision
    record = DivergenceRecord(settings, precision: precision)
    self.layers = Array(repeating: record, count: settings.reading == .layers ? layers : 0)
  }

  /// At the first step of the next place.
  mutating func begin(after measurement: DivergenceMeasurement) {
    var next = DivergenceProgress(settings, precision: precision, layers: layers.count)
    next.found = found + [measurement]
    self = next
  }

  /// The share of the run's work that is done, 0 ... 1, if it takes as many steps as are to be expected.
  ///
  /// - Parameter units: of the network.
  func share(_ units: Int) -> Double {
    let spans = settings.spans
    func work(_ span: RunSpan, _ steps: Double) -> Double {
      let lead = Double(span.firstShared)
      return 1.5 * min(steps, lead) + min(max(0, steps - lead), settings.expectedShared(units))
    }
    let all = spans.reduce(0) { $0 + work($1, Double($1.end)) }
    let done = spans.prefix(found.count).reduce(0) { $0 + work($1, Double($1.end)) }
    let now = found.count < spans.count ? work(spans[found.count], Double(step)) : 0
    // A response takes ten times as long.
    return (done + now) / all / (settings.followsResponse ? 11 : 1)
  }

  /// Raised whenever the bytes of a state come to mean something else: those of before are not taken up then.
  private static var version: Int { 1 }

  /// As bytes that `resume` takes up.
  var bytes: [UInt8] {
    var (state, copy) = (StateBytes(), self)
    copy.pass(&state, sizes: states.a.map(\.count))
    return state.bytes
  }

  /// Takes up what was kept; stays at the first step if that cannot be of such a run.
  ///
  /// - Parameter sizes: numbers of a complete state, layer by layer.
  mutating func resume(_ bytes: [UInt8], sizes: [Int]) {
    var (state, copy) = (StateBytes(reading: bytes), self)
    copy.pass(&state, sizes: sizes)
    guard state.isIntact, copy.fits else { return }
    self = copy
  }

  /// Whether a run can be where this says that it is.
  private var fits: Bool {
    let response = Divergence.blank(settings).response
    let accepted = found.allSatisfy {
      var measurement = $0
      measurement.response = measurement.response ?? response
      return Divergence.accepts(measurement, settings: settings)
    }
    guard accepted else { return false }
    guard found.count < settings.placeCount else {
      return settings.followsResponse && found.count == settings.placeCount && step == 0
    }
    let span = settings.spans[found.count]
    let shared = max(0, step - span.firstShared)
    return 0..<span.end ~= step && ([record] + layers).allSatisfy { $0.step == shared }
  }

  private mutating func pass(_ state: inout StateBytes, sizes: [Int]) {
    var version = Self.version
    state.pass(&version)
    state.check(version == Self.version)
    passFound(&state)
    state.pass(&step)
    if step > 0 {
      Self.pass(&states.a, &state, sizes)
      Self.pass(&states.b, &state, sizes)
    }
    record.pass(&state)
    for layer in layers.indices { layers[layer].pass(&state) }
    state.pass(&onset.length)
    state.pass(&onset.difference)
  }

  private static func pass(_ layers: inout [[Scalar]], _ state: inout StateBytes, _ sizes: [Int]) {
    if layers.isEmpty { layers = sizes.map { Array(repeating: 0, count: $0) } }
    for layer in layers.indices { state.pass(&layers[layer], count: sizes[layer]) }
  }

  /// Few, and of all kinds of numbers: as text.
  private mutating func passFound(_ state: inout StateBytes) {
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var text = found.isEmpty ? [] : (try? encoder.encode(found)).map { [UInt8]($0) } ?? []
    state.check(found.isEmpty || !text.isEmpty)
    state.pass(&text, atMost: .max)
    guard !text.isEmpty else { return found = [] }
    guard let read = try? decoder.decode([DivergenceMeasurement].self, from: Data(text)) else {
      return state.check(false)
    }
    found = read
  }
}
