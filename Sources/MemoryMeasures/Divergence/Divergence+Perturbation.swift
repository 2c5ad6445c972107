/// What results have of perturbations.
extension Divergence {
  static func perturbationColumns(_ settings: DivergenceSettings) -> [Column<DivergenceMeasurement>] {
    var columns: [Column<DivergenceMeasurement>] = []
    if settings.perturbation != .beginning {
      columns += [
        .number(
          "perturbation_length", \.onset.length,
          "Euclidean norm of what the second inputs, or the second state, differ by"),
        .number(
          "perturbed_difference", \.onset.difference,
          """
          largest difference between the two \(settings.reading.words) at the last perturbed step, or of a perturbed \
          state itself
          """
        ),
      ]
    }
    guard settings.followsResponse else { return columns }
    columns += Column.steps(
      "response", \.followed.steps,
      """
      the linear response, the largest derivative of an output by the length of the perturbation, stays within a \
      hundredth of its largest
      """
    )
    columns.append(
      .number(
        "largest_response", \.followed.largest, "largest linear response, of the last perturbed step on"))
    if settings.recordsCurve {
      columns.append(
        .singles(
          "linear_response", \.followed.curve, along: [curveAxis(settings)],
          longName: "largest derivative of an output by the length of the perturbation, along its direction"))
    }
    return columns
  }
}

extension DivergenceMeasurement {
  /// The response, where the settings ask for it.
  fileprivate var followed: ResponseMeasurement {
    get { response ?? ResponseMeasurement(largest: .nan, steps: merged) }
    set { response = newValue }
  }
}
