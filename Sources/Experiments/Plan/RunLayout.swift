import MemoryMeasures
import RecurrentNetworks

/// The runs of a plan and their places in results: subjects, slowest, then the places on the measure's own axes, then
/// repeats.
struct RunLayout: Sendable {
  /// Names and values of the axes, in this order.
  let axes: [Axis]
  /// Nil for a place that is left empty: the given network is one, its twins are many.
  private let subjects: [Subject?]
  /// Runs of every subject at a place; where a subject has fewer than another, places are left empty.
  private let counts: [Int]
  private let pointShape: [Int]
  /// Whether the last axis is that of repeats.
  let hasRepeatAxis: Bool
  /// The longest of `counts`.
  let repeats: Int
  private let indices: [Subject: Int]

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
            "checkpoint", "training step or epoch of the network, from the name of its file",
            .wholes(checkpoints.map { $0.checkpoint ?? 0 }))
        } ?? Axis("network", "given network", .names(networks.map(\.name)))
      ]
      if runs == .pairs {
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
    switch subjects {
    case .drawn(let grid):
      self.subjects = grid.shapes.map(Subject.drawn)
      counts = self.subjects.map { _ in repeats }
    case .given(let networks, let kinds, let twins, .shared):
      let empty = [Subject?](repeating: nil, count: max(0, twins - 1))
      self.subjects = networks.flatMap { network in
        [Subject.given(network.name)] + empty
          + kinds.flatMap { NetworkSource.twin($0).subjects(network.name, twins: twins) }
      }
      counts = self.subjects.map { $0 == nil ? 0 : repeats }
    case .given(let networks, let kinds, let twins, .own):
      self.subjects = networks.flatMap { network in
        [Subject.given(network.name)] + kinds.map { .twin(of: network.name, $0, number: nil) }
      }
      counts = networks.flatMap { _ in [repeats] + kinds.map { _ in twins } }
    }
    self.indices = Dictionary(
      uniqueKeysWithValues: zip(self.subjects, self.subjects.indices).compactMap { subject, index in
        subject.map { ($0, index) }
      })
  }

  private var points: Int { pointShape.reduce(1, *) }
  var placeCount: Int { subjects.count * points * repeats }
  var runCount: Int { counts.reduce(0, +) * points }

  /// Nil for a place that is left empty.
  func run(at place: Int) -> Run? {
    guard (0..<placeCount).contains(place) else { return nil }
    let (cell, index) = place.quotientAndRemainder(dividingBy: repeats)
    let (subject, point) = cell.quotientAndRemainder(dividingBy: points)
    guard index < counts[subject], let network = subjects[subject] else { return nil }
    return Run(network, at: self.point(point), repeat: index)
  }

  /// Nil for a run that is not of this layout.
  func place(of run: Run) -> Int? {
    guard let subject = indices[run.subject], (0..<counts[subject]).contains(run.repeatIndex),
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
    subjects.flatMap { subject in (0..<points).map { (subject, point($0)) } }
  }

  func count(of subject: Subject) -> Int { indices[subject].map { counts[$0] } ?? 0 }

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
