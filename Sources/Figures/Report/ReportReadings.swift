/// The readings of memory side by side, and which applies.
struct ReportReadings {
  private let readings: DivergenceReadings

  init(_ readings: DivergenceReadings) {
    self.readings = readings
  }

  var html: HTML {
    let cards = readings.readings.map { reading in
      HTML(
        "div", ["class": "card"],
        [
          HTML("h4", "\(reading.name): \(reading.count)"), .paragraph(reading.definition),
          HTML("p", ["class": "number"], reading.numbers), .paragraph(reading.meaning),
        ])
    }
    let floor = readings.roundingFloor
    let places =
      floor.isEmpty
      ? []
      : [
        HTML(
          "details", ["open": "open"],
          [
            HTML("summary", "Where runs ended at the rounding floor"),
            HTML("ul", ["class": "columns"], floor.map { HTML("li", $0) }),
          ])
      ]
    return .sequence(
      [
        HTML("h3", "Two readings of memory"), HTML("div", ["class": "cards"], cards),
        HTML("h4", "Which applies here"),
      ]
        + readings.verdict.map(HTML.paragraph) + places)
  }
}
