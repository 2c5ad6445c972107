import MemoryMeasures
import RecurrentNetworks

/// The runs of a plan and their places in results: subjects, slowest, then the places on the measure's own axes, then
/// repeats.
struct RunLayout: Sendable {
  /// Names and values of the axes, in this order.
  let axes: [Axis]
  private let subjects: SubjectOrder
  private let pointShape: [Int]
  /// Whether the last axis is that of repeats.
  let hasRepeatAxis: Bool
  /// The most runs of any subject at a place; where one has fewer, places are left empty.
  let repeats: Int

  /// - Throws: `PlanError.tooManyRuns`, before anything of their number is made.
  init(_ subjects: Subjects, own: [Axis], repeats: Int, runs: GivenRuns?, grid fixed: Set<String>)
    throws(PlanError)
  {
    let longest = subjects.twinPairs == .own ? max(repeats, subjects.twins) : repeats
    var axes: [Axis]
    switch subjects {
    case .drawn(let grid):
      axes = [
        Axis("cell", "cell type", .names(grid.cells.map(\.rawValue))),
        Axis("layers", "stacked layers", .wholes(grid.layers)),
        Axis("hidden_size", "units of every layer", .wholes(grid.hiddenSizes)),
      ]
      if !fixed.contains("input-sizes") {
        axes.append(Axis("input_size", "values per input step", .wholes(grid.inputSizes)))
      }
    case .given(let networks, let kinds, let twins, let pairs):
      axes = [
        subjects.checkpoints.map { checkpoints in
          Axis(
            "checkpoint",
            checkpoints[0].counter.map { "\($0) of the training, as the network's file has it" }
              ?? "training step or epoch of the network, from the name of its file",
            .wholes(checkpoints.map { $0.checkpoint ?? 0 }))
        } ?? Axis("network", "given network", .names(networks.map(\.name)))
      ]
      if runs == .pairs || !kinds.isEmpty {
        axes.append(
          Axis(
            "source", "the network itself, or the kind of its random twins",
            .names((["trained"] + kinds.map(\.rawValue)))))
        if twins > 0, pairs == .shared {
          axes.append(
            Axis(
              "twin", "number of the random network; the network itself is at 0", .wholes(Array(0..<twins))))
        }
      }
    }
    let networkAxes = axes.count
    axes += own
    let places = axes.reduce(Double(longest)) { $0 * Double($1.count) }
    guard places <= Double(Subjects.mostRuns) else {
      throw .tooManyRuns(places, of: axes.map(\.name) + ["repeat"])
    }
    let indices = Array(0..<longest)
    switch (subjects, runs) {
    case (.drawn, _):
      axes.append(Axis("repeat", "repeat, with its own network and inputs", .wholes(indices)))
    case (.given, .pairs):
      let words =
        subjects.twinPairs == .shared
        ? "number of the pair of input sequences"
        : "number of the pair of input sequences, or of the twin, which has a pair of its own"
      axes.append(Axis("run", words, .wholes(indices)))
    case (.given, .single): break
    case (.given, _): axes.append(Axis("repeat", "repeat, with its own inputs", .wholes(indices)))
    }
    hasRepeatAxis = axes.count > networkAxes + own.count
    self.axes = axes
    self.repeats = longest
    pointShape = own.map(\.count)
    self.subjects = SubjectOrder(subjects, repeats: repeats)
  }

  private var points: Int { pointShape.reduce(1, *) }
  var placeCount: Int { subjects.count * points * repeats }
  var runCount: Int { subjects.runCount * points }

  /// Nil for a place that is left empty.
  func run(at place: Int) -> Run? {
    guard (0..<placeCount).contains(place) else { return nil }
    let (cell, index) = place.quotientAndRemainder(dividingBy: repeats)
    let (subject, point) = cell.quotientAndRemainder(dividingBy: points)
    guard let network = subjects[subject], index < subjects.runs(of: network) else { return nil }
    return Run(network, at: self.point(point), repeat: index)
  }

  /// Nil for a run that is not of this layout.
  func place(of run: Run) -> Int? {
    guard let subject = subjects.place(of: run.subject),
      (0..<count(of: run.subject)).contains(run.repeatIndex),
      run.point.count == pointShape.count,
      zip(run.point, pointShape).allSatisfy({ (0..<$1).contains($0) })
    else { return nil }
    let point = zip(run.point, pointShape).reduce(0) { $0 * $1.1 + $1.0 }
    return (subject * points + point) * repeats + run.repeatIndex
  }

  /// Every place's run, in order; nil where it is left empty.
  var places: [Run?] { (0..<placeCount).map(run) }

  /// Subjects and points without repeats, in the order of results; nil for a place that is left empty.
  var cells: [(subject: Subject?, point: [Int])] {
    (0..<subjects.count).flatMap { place in
      let subject = subjects[place]
      return (0..<points).map { (subject, point($0)) }
    }
  }

  func count(of subject: Subject) -> Int {
    subjects.place(of: subject) == nil ? 0 : subjects.runs(of: subject)
  }

  private func point(_ index: Int) -> [Int] {
    guard !pointShape.isEmpty else { return [] }
    var rest = index
    var point = pointShape
    for axis in pointShape.indices.reversed() {
      (rest, point[axis]) = rest.quotientAndRemainder(dividingBy: pointShape[axis])
    }
    return point
  }
}

/// The subjects of a plan in the order of results, without a list of them: a few numbers in a file may ask for millions.
struct SubjectOrder: Sendable {
  private enum Members: Sendable {
    case shapes(NetworkGrid)
    /// Of every network itself, then its twins of every kind.
    case networks([String], [TwinKind])
  }

  private let members: Members
  /// Places of the values of a grid's axes.
  private var cells: [CellType: Int] = [:]
  private var sizes: [[Int: Int]] = []
  /// Places of networks by their names.
  private var networks: [String: Int] = [:]
  private let repeats: Int
  private let twins: Int
  /// Places of a network itself, and of each kind of its twins; where these have numbers, all but the first of the
  /// network itself are left empty.
  private let width: Int
  private let areNumbered: Bool

  init(_ subjects: Subjects, repeats: Int) {
    self.repeats = repeats
    twins = subjects.twins
    areNumbered = subjects.twinPairs == .shared
    width = areNumbered ? max(1, twins) : 1
    switch subjects {
    case .drawn(let grid):
      members = .shapes(grid)
      cells = Self.places(grid.cells)
      sizes = [grid.layers, grid.hiddenSizes, grid.inputSizes].map(Self.places)
    case .given(let given, _, _, _):
      members = .networks(given.map(\.name), subjects.twinKinds)
      networks = Self.places(given.map(\.name))
    }
  }

  private static func places<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
    Dictionary(uniqueKeysWithValues: zip(values, values.indices))
  }

  /// Places, those included that are left empty.
  var count: Int {
    switch members {
    case .shapes: sizes.reduce(cells.count) { $0 * $1.count }
    case .networks(let names, let kinds): names.count * (1 + kinds.count) * width
    }
  }

  /// Runs of all subjects.
  var runCount: Int {
    switch members {
    case .shapes: count * repeats
    case .networks(let names, let kinds):
      names.count * (repeats + kinds.count * twins * (areNumbered ? repeats : 1))
    }
  }

  /// Runs of a subject, which is one of these.
  func runs(of subject: Subject) -> Int {
    if case .twin(_, _, number: nil) = subject { twins } else { repeats }
  }

  /// Nil for a place that is left empty.
  subscript(place: Int) -> Subject? {
    switch members {
    case .shapes(let grid):
      var rest = place
      func next<Value>(_ values: [Value]) -> Value {
        defer { rest /= values.count }
        return values[rest % values.count]
      }
      let (inputs, units, layers) = (next(grid.inputSizes), next(grid.hiddenSizes), next(grid.layers))
      return .drawn(
        NetworkShape(cell: grid.cells[rest], layers: layers, inputSize: inputs, hiddenSize: units))
    case .networks(let names, let kinds):
      let (source, number) = place.quotientAndRemainder(dividingBy: width)
      let (network, kind) = source.quotientAndRemainder(dividingBy: 1 + kinds.count)
      guard kind > 0 else { return number == 0 ? .given(names[network]) : nil }
      return .twin(of: names[network], kinds[kind - 1], number: areNumbered ? number : nil)
    }
  }

  /// Nil for a stranger.
  func place(of subject: Subject) -> Int? {
    switch (members, subject) {
    case (.shapes, .drawn(let shape)):
      guard var place = cells[shape.cell] else { return nil }
      for (places, size) in zip(sizes, [shape.layers, shape.hiddenSize, shape.inputSize]) {
        guard let next = places[size] else { return nil }
        place = place * places.count + next
      }
      return place
    case (.networks(_, let kinds), .given(let name)):
      return networks[name].map { $0 * (1 + kinds.count) * width }
    case (.networks(_, let kinds), .twin(let name, let kind, let number)):
      guard let network = networks[name], let kind = kinds.firstIndex(of: kind),
        (number != nil) == areNumbered,
        (0..<width).contains(number ?? 0)
      else { return nil }
      return (network * (1 + kinds.count) + 1 + kind) * width + (number ?? 0)
    default: return nil
    }
  }
}

/// A run by the names and values of its axes, as people and errors tell it.
package struct RunLabel: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    package let axis: String
    package let value: String
  }

  package let parts: [Part]

  init(_ parts: [(axis: String, value: String)]) {
    self.parts = parts.map { Part(axis: $0.axis, value: $0.value) }
  }
}

extension Axis {
  /// A value in text.
  package func text(_ index: Int) -> String {
    switch values {
    case .wholes(let values): "\(values[index])"
    case .numbers(let values): "\(values[index])"
    case .names(let values): values[index]
    }
  }
}
