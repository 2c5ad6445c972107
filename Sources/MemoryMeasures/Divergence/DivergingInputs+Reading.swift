import RecurrentNetworks

extension DivergingInputs {
  /// Fills a stretch with the steps `steps` of the pair, all of them unique steps or all shared ones.
  ///
  /// - Parameter uniqueSteps: D.
  func read<Scalar: NetworkScalar>(steps: Range<Int>, uniqueSteps: Int, into stretch: InputPair<Scalar>) {
    let isUnique = steps.lowerBound < uniqueSteps
    switch source {
    case .normals:
      stretch.draw(steps: steps, a: first, b: isUnique ? second : nil)
    case .recorded(let recorded):
      let starts = recorded.starts(uniqueSteps: uniqueSteps, first: first, second: second)
      let step = steps.lowerBound % recorded.rows
      stretch.read(
        recorded.values, columns: recorded.columns, steps: steps.count,
        a: (starts.a + step) % recorded.rows, b: isUnique ? (starts.b + step) % recorded.rows : nil)
    }
  }

  /// Whether the two sequences are the same, as numbers of this precision.
  func areEqual<Scalar: NetworkScalar>(uniqueSteps: Int, in: Scalar.Type) -> Bool {
    guard case .recorded(let recorded) = source else { return false }
    let starts = recorded.starts(uniqueSteps: uniqueSteps, first: first, second: second)
    // After N steps both stretches repeat themselves.
    return (0..<min(uniqueSteps, recorded.rows)).allSatisfy { step in
      let a = (starts.a + step) % recorded.rows * recorded.columns
      let b = (starts.b + step) % recorded.rows * recorded.columns
      return (0..<inputSize).allSatisfy { Scalar(recorded.values[a + $0]) == Scalar(recorded.values[b + $0]) }
    }
  }
}
