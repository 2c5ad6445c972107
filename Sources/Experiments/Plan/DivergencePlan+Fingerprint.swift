extension DivergencePlan {
  /// Sixteen hexadecimal digits that tell plans apart: FNV-1a (64 bits; Fowler, Noll & Vo) over every field.
  ///
  /// The same on every machine and in every process, and independent of how plans are stored.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for field in PlanField.allCases {
      for byte in "\(field.rawValue)=\(exactText(of: field));".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The first field in which two plans differ; nil for equal plans.
  public func firstDifference(from other: DivergencePlan) -> PlanField? {
    PlanField.allCases.first { exactText(of: $0) != other.exactText(of: $0) }
  }

  /// Text that is equal for equal values only: floating-point numbers as their bits.
  private func exactText(of field: PlanField) -> String {
    func bits(_ values: Double...) -> String { bits(values) }
    func bits(_ values: [Double]) -> String {
      values.map { String($0.bitPattern, radix: 16) }.joined(separator: ",")
    }
    func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: ",") }

    switch field {
    case .arithmeticRevision: return "\(arithmeticRevision)"
    case .cells: return grid.cells.map(\.rawValue).joined(separator: ",")
    case .layers: return list(grid.layers)
    case .hiddenSizes: return list(grid.hiddenSizes)
    case .inputSizes: return list(grid.inputSizes)
    case .repeats: return "\(grid.repeats)"
    case .seed: return "\(seed)"
    case .initializer:
      let biases = initialization.drawsBiases ? "drawn" : "fixed"
      return [
        initialization.inputKernel.rawValue, initialization.recurrentKernel.rawValue, biases,
      ].joined(separator: ",")
    case .gain: return bits(initialization.gain)
    case .forgetBias: return bits(initialization.forgetBias)
    case .precision: return precision.rawValue
    case .totalSteps: return "\(settings.totalSteps)"
    case .uniqueSteps: return "\(settings.uniqueSteps)"
    case .thresholds: return bits(settings.thresholds)
    case .curves: return "\(settings.recordsCurve)"
    }
  }
}
