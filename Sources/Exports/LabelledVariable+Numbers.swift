import Experiments

extension LabelledVariable {
  /// The values for programs whose integers know no missing ones: where there is a fill value, float64 with
  /// NaN in its place, as xarray makes of it. All others as they are.
  var valuesWithNaN: LabelledValues {
    guard fill != nil else { return values }
    func numbers(_ values: [some BinaryInteger]) -> LabelledValues {
      .float64(values.indices.map { isMissing($0) ? .nan : Double(values[$0]) })
    }
    return switch values {
    case .int8(let integers): numbers(integers)
    case .int32(let integers): numbers(integers)
    case .int64(let integers): numbers(integers)
    case .uint64(let integers): numbers(integers)
    case .float32, .float64, .strings: values
    }
  }
}
