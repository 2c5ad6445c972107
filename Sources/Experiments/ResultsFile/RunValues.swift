/// Turns records into the values of variables, with a place holder where there is no measurement.
struct RunValues<Measured: MeasuredValue> {
  /// Nil where the run is missing or failed, or there is none.
  private let measurements: [Measured?]

  /// - Parameter records: of every place of the axes, in their order.
  init(_ records: [SweepRecord<Measured>?]) {
    measurements = records.map { record in
      guard case .measured(let measurement) = record else { return nil }
      return measurement
    }
  }

  /// A value per run.
  func of<Value>(missing: Value, _ value: (Measured) -> Value) -> [Value] {
    measurements.map { $0.map(value) ?? missing }
  }

  /// A value per run that may be not a number: always the same one, since the bits of a NaN depend on where
  /// it came from.
  func of(missing: Double, _ value: (Measured) -> Double) -> [Double] {
    measurements.map { measurement in
      let number = measurement.map(value) ?? missing
      return number.isNaN ? .nan : number
    }
  }

  /// `count` values per run.
  func of<Value>(
    count: Int, missing: Value, _ values: (Measured) -> [Value]
  ) -> [Value] {
    measurements.flatMap { $0.map(values) ?? [Value](repeating: missing, count: count) }
  }
}
