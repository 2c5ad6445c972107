import RecurrentNetworks

/// What the second of a pair of sequences, or the state that it meets, is made to differ in.
public enum Perturbation: Codable, Hashable, Sendable {
  /// All inputs of the first D steps, as in Muccino 2019.
  case beginning
  /// All inputs of some steps in the middle.
  case step
  /// One input of some steps in the middle: the name of a column of recorded inputs, or a number counted from 1.
  case feature(String)
  /// No input: the state, h and c of every layer, from which the second goes on.
  case state

  /// From text like "feature=3"; nil for another.
  public init?(_ text: String) {
    switch text {
    case "beginning": self = .beginning
    case "step": self = .step
    case "state": self = .state
    default:
      guard text.hasPrefix(Self.featurePrefix), text.count > Self.featurePrefix.count else { return nil }
      self = .feature(String(text.dropFirst(Self.featurePrefix.count)))
    }
  }

  /// As in options and files.
  public var text: String {
    switch self {
    case .beginning: "beginning"
    case .step: "step"
    case .feature(let name): Self.featurePrefix + name
    case .state: "state"
    }
  }

  private static let featurePrefix = "feature="

  /// Whether inputs of steps in the middle are perturbed.
  public var isOfSteps: Bool { self != .beginning && self != .state }

  /// Which input is perturbed, from 0; nil for all of them, and for one that there is not.
  ///
  /// - Parameter names: of the inputs, where they have any; they come before numbers.
  func input(of inputSize: Int, names: [String]?) -> Int? {
    guard case .feature(let name) = self else { return nil }
    if let place = names?.firstIndex(of: name) { return place }
    guard let number = Int(name), (1...inputSize).contains(number) else { return nil }
    return number - 1
  }

  /// - Throws: `SettingError` for an input that networks of this input size do not have.
  func check(inputSize: Int, names: [String]?) throws(SettingError) {
    guard case .feature = self, input(of: inputSize, names: names) == nil else { return }
    let named = names.map { ", and the columns' names: \(Allowed.names($0))" } ?? ""
    throw DivergenceSettings.setting("perturb").error(
      .text(text), allowed: "numbers of inputs after 'feature=', 1 to \(inputSize)\(named)")
  }
}

/// Steps of a run, all of them and those in which its two sequences differ.
struct RunSpan: Hashable {
  /// T, which a sequence has to have.
  let total: Int
  /// D: steps of which a second sequence has values of its own.
  let unique: Int
  /// Those in which it is fed them, no more than the first D; empty, where the states are to differ, at that step.
  let differing: Range<Int>
  /// Steps that are taken.
  let end: Int

  /// Leading steps that differ.
  init(total: Int, unique: Int) {
    self.init(total: total, unique: unique, differing: 0..<unique, end: total)
  }

  init(total: Int, unique: Int, differing: Range<Int>, end: Int) {
    (self.total, self.unique, self.differing, self.end) = (total, unique, differing, end)
  }

  /// The first shared step.
  var firstShared: Int { differing.upperBound }

  /// The steps from one on that are of its kind: before, among or after those that differ.
  func stretch(from step: Int) -> Range<Int> {
    step..<(step < differing.lowerBound ? differing.lowerBound : step < firstShared ? firstShared : end)
  }
}
