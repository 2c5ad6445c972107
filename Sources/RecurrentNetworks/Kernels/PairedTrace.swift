import CKernels

/// How the two states of one network compared after each step of a stretch.
public struct PairedTrace: Sendable {
  /// Largest absolute difference between the two outputs after each step; NaN if any unit's difference is.
  public private(set) var differences: [Double] = []
  private var flags: [UInt8] = []

  /// Steps of the stretch.
  public var steps: Int { flags.count }

  /// Whether the two outputs are not bit-identical after step `step`.
  public func outputsDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_outputs_differ) != 0 }

  /// Whether the two complete states (every layer's h and c) are not bit-identical after step `step`.
  public func statesDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_states_differ) != 0 }

  mutating func removeAll() {
    differences.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
  }

  /// Takes over the first `count` steps of a tile of every layer of a stack.
  mutating func append<Scalar>(_ layers: [PairedLayer<Scalar>], steps count: Int) {
    guard let output = layers.last else { return }
    for step in 0..<count { differences.append(Double(output.differences.base[step])) }
    let first = flags.count
    flags.append(contentsOf: UnsafeBufferPointer(start: output.flags.base, count: count))
    for layer in layers.dropLast() {
      for step in 0..<count { flags[first + step] |= layer.flags.base[step] & UInt8(ck_states_differ) }
    }
  }
}
