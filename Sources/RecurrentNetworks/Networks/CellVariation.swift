/// What a layer computes beyond its cell's equations, as the recurrent nodes of ONNX may.
public struct CellVariation<Scalar: NetworkScalar>: Equatable, Sendable {
  /// By what the gates of an LSTM see the cell state, unit by unit, 3H: i and f see c, o sees c' (Gers et al. 2002). In
  /// the order i, f, o. Empty: they do not.
  public var peepholes: [Scalar]
  /// The pre-activations of gates and candidates are bounded to plus or minus this; infinity: they are not. Finite in
  /// trained cells only.
  public var clip: Double
  /// Whether the forget gate of an LSTM is 1 - i, whatever its weights say.
  public var couplesGates: Bool

  /// The usual cell but for what is said.
  public init(peepholes: [Scalar] = [], clip: Double = .infinity, couplesGates: Bool = false) {
    self.peepholes = peepholes
    self.clip = clip
    self.couplesGates = couplesGates
  }

  /// The same in another precision.
  init<Other: NetworkScalar>(rounding other: CellVariation<Other>) {
    self.init(
      peepholes: other.peepholes.map { Scalar($0) }, clip: other.clip, couplesGates: other.couplesGates)
  }

  /// The cell's equations and nothing else.
  public static var none: CellVariation { CellVariation() }

  /// The gates that peepholes lead to, in their order.
  static var gates: [Gate] { [.input, .forget, .output] }

  /// Whether layers of this cell can be so.
  func suits(_ cell: CellType, hiddenSize: Int) -> Bool {
    let isPlain = peepholes.isEmpty && !couplesGates
    return clip > 0 && (clip == .infinity || !cell.isReservoir)
      && (isPlain || cell.hasCellState) && [0, Self.gates.count * hiddenSize].contains(peepholes.count)
  }

  /// What a gate sees of a unit's cell state; nil if none does.
  package func peephole(_ gate: Gate, unit: Int) -> Scalar? {
    guard !peepholes.isEmpty, let place = Self.gates.firstIndex(of: gate) else { return nil }
    return peepholes[place * (peepholes.count / Self.gates.count) + unit]
  }

  /// What is left of a pre-activation.
  package func clipped(_ value: Scalar) -> Scalar { value.clipped(to: Scalar(clip)) }
}

extension FloatingPoint {
  /// Bounded to plus or minus a limit; NaN stays what it is.
  @inlinable package func clipped(to limit: Self) -> Self {
    self < -limit ? -limit : self > limit ? limit : self
  }
}
