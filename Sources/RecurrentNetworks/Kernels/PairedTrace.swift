import CKernels

/// How the two states of one network compared after each step of a stretch.
public struct PairedTrace<Scalar: NetworkScalar> {
  /// Steps of the stretch.
  public internal(set) var steps = 0
  let differences: AlignedBuffer<Scalar>
  let flags: AlignedBuffer<UInt8>

  init(capacity: Int) {
    differences = AlignedBuffer(count: capacity)
    flags = AlignedBuffer(count: capacity)
  }

  /// Largest absolute difference between the two outputs after step `step`; NaN if any unit's difference is.
  public func difference(_ step: Int) -> Scalar { differences[step] }

  /// Whether the two outputs are not bit-identical after step `step`.
  public func outputsDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_outputs_differ) != 0 }

  /// Whether the two complete states (every layer's h and c) are not bit-identical after step `step`.
  public func statesDiffer(_ step: Int) -> Bool { flags[step] & UInt8(ck_states_differ) != 0 }

  /// Takes over a tile of every layer of a stack.
  mutating func append(_ layers: [PairedLayer<Scalar>], steps count: Int) {
    guard let last = layers.last else { return }
    (differences.base + steps).update(from: last.differences.base, count: count)
    (flags.base + steps).update(from: last.flags.base, count: count)
    for layer in layers.dropLast() {
      for step in 0..<count {
        flags.base[steps + step] |= layer.flags.base[step] & UInt8(ck_states_differ)
      }
    }
    steps += count
  }
}
