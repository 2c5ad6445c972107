import MemoryMeasures
import Text

/// What the two sequences of a pair differ in, in words.
extension DivergenceSettings {
  /// What a network is fed: two sequences that differ only at the beginning.
  var pairWords: String {
    perturbation == .state ? "one sequence from two states" : "two sequences that differ only \(placeInWords)"
  }

  /// What may keep its outputs apart: inputs that differ only at the beginning.
  var sourceWords: String {
    perturbation == .state ? "states that differ" : "inputs that differ only \(placeInWords)"
  }

  /// What matters for some time: the beginning.
  var perturbedWords: String {
    switch perturbation {
    case .beginning: "the beginning"
    case .step: perturbedSteps == 1 ? "the step" : "the steps"
    case .feature: inputWords ?? "the input"
    case .state: "the state"
    }
  }

  /// What is told apart: the two beginnings.
  var alternatives: String {
    switch perturbation {
    case .beginning: "the two beginnings"
    case .step, .feature: "the two sequences"
    case .state: "the two states"
    }
  }

  /// What a network remembers: which of the two beginnings it was fed.
  var memoryWords: String {
    "which of \(alternatives) it was \(perturbation == .state ? "in" : "fed")"
  }

  /// After "two sequences of 100,000 steps that differ": in the first 1,000.
  var differenceWords: String {
    let start = perturbation.isOfSteps && perturbedSteps > 1 ? "\(stepsWords) from step \(placeWords) on" : ""
    let what =
      switch perturbation {
      case .beginning: "in the first \(NumberText.whole(uniqueSteps))"
      case .step: start.isEmpty ? "in step \(placeWords)" : "in \(start)"
      case .feature: "in \(perturbedWords) of \(start.isEmpty ? "step \(placeWords)" : start)"
      case .state: "in nothing but the state before step \(placeWords)"
      }
    return size == 1 ? what : "\(what), by \(NumberText.shortest(size)) of the way to a new draw"
  }

  private var placeInWords: String {
    switch perturbation {
    case .beginning, .state: "at the beginning"
    case .step: "in \(stepsWords)"
    case .feature: "in \(perturbedWords) of \(stepsWords)"
    }
  }

  private var stepsWords: String {
    perturbedSteps == 1 ? "one step" : NumberText.count(perturbedSteps, "step")
  }

  private var inputWords: String? {
    if case .feature(let name) = perturbation { "input \(name.printable)" } else { nil }
  }

  /// 1,000, 2,000 or 3,000
  private var placeWords: String {
    let places = places.sorted().map(NumberText.whole)
    guard let last = places.last, places.count > 1 else { return places.joined() }
    return "\(places.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// Names and values of what decides a perturbation; how many steps differ, of the usual protocol.
  var perturbationRows: [(name: String, value: String)] {
    guard perturbation != .beginning else { return [("Unique steps", NumberText.whole(uniqueSteps))] }
    return [
      ("Perturbed", perturbation.isOfSteps ? "\(inputWords ?? "all inputs") of \(stepsWords)" : "the state"),
      ("At step", NumberText.list(places)),
      ("Size", size == 1 ? "drawn anew" : "\(NumberText.shortest(size)) of the way to a new draw"),
    ]
  }
}
