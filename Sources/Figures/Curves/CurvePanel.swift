/// What a panel of curves shows.
struct CurvePanel: Equatable, Sendable {
  let heading: String
  let series: [CurveSeries]
  /// Heights across the whole panel that mean something, with their names.
  var levels: [CurveLevel] = []
}
