import Experiments
import Foundation
import MemoryMeasures
import Text

/// What networks learned to remember, as colours over their size and the position of the input: a panel per depth and cell
/// type, in the manner of Figures 6 to 9 of Illium et al. 2022.
struct MemorizationMap {
  /// What the colours stand for.
  enum Shown {
    case meanLoss
    case medianLoss
    case standardDeviation
  }

  let results: Results<Memorization>
  let grid: NetworkGrid
  let shown: Shown
  let caption: String

  private var plan: Plan<Memorization> { results.plan }
  private var hiddenSizes: [Int] { grid.hiddenSizes.sorted() }
  private var positions: [Int] { plan.settings.positions.sorted() }
  private static let knowingNothing = Memorization.knowingNothing

  /// Tiles with numbers where there is room for them; otherwise dots.
  var figure: HeatMapFigure {
    let tiles = figure(.tiles)
    return tiles.isNumbered ? tiles : figure(.dots)
  }

  private func figure(_ style: HeatStyle) -> HeatMapFigure {
    let panels = grid.panelTypes.map { panel(trainings($0)) }
    let exceeds = panels.flatMap(\.numbers).contains { $0 > Self.knowingNothing }
    let key = HeatMapKey(
      cells: panels.flatMap { $0.cells.joined() }, style: style, failed: "exploded or diverged",
      border: panels.contains { !$0.border.isEmpty } ? "p = N - (l - 1), for N cells in l layers" : "")
    return HeatMapFigure(
      name: name, panels: panels, style: style,
      axes: (x: "cells per layer", y: "position from the last input"),
      columns: grid.panelColumns(otherwise: grid.cells.count == 1 ? 3 : grid.cells.count),
      measure: measureName, givenScale: scale(panels),
      text: { $0 < Self.knowingNothing || !exceeds ? NumberText.tick($0) : "≥\(NumberText.tick($0))" },
      alternativeText: description,
      sheet: FigureSheet(
        shown == .standardDeviation
          ? "Where does it depend on the draw whether networks learn to remember?"
          : "Which of their last inputs do networks learn to remember?",
        explanation: explanation, key: key.key, notes: results.gapNotes + failureNotes, caption: caption))
  }

  private var name: String {
    switch shown {
    case .meanLoss: "memorization"
    case .medianLoss: "memorization-median"
    case .standardDeviation: "memorization-spread"
    }
  }

  /// Medians leave nothing out.
  private var failureNotes: String {
    let records = results.records.values.compactMap(\.value)
    let failed = records.count { $0.outcome == .exploded || $0.outcome == .diverged }
    guard failed > 0, shown != .medianLoss else { return "" }
    return " Left out: \(NumberText.count(failed, "training")) that exploded or diverged."
  }

  private func trainings(_ type: NetworkType) -> Trainings {
    Trainings(results: results, grid: grid, type: type)
  }

  private var explanation: String {
    let longest = plan.settings.lengths.upperBound
    let beyond =
      positions.contains { $0 > longest } ? " No sequence has an input at a position beyond \(longest)." : ""
    return "Networks trained to return the input at one position, counted from the last.\(beyond)"
  }

  private var measureName: String {
    switch shown {
    case .meanLoss: "mean absolute error (0.25: knowing nothing), mean over the repeats"
    case .medianLoss: "mean absolute error (0.25: knowing nothing), median over the repeats"
    case .standardDeviation: "mean absolute error, standard deviation over the repeats"
    }
  }

  /// From 0 to knowing nothing, so that figures can be compared; for spreads to the largest up to there.
  private func scale(_ panels: [HeatPanel]) -> ColorScale? {
    guard let largest = panels.flatMap(\.numbers).filter({ $0.isFinite && $0 >= 0 }).max() else { return nil }
    let end = shown == .standardDeviation ? min(largest, Self.knowingNothing) : Self.knowingNothing
    return ColorScale(domain: 0...end, isLogarithmic: false)
  }

  private func panel(_ trainings: Trainings) -> HeatPanel {
    HeatPanel(
      heading: trainings.type.fullHeading, rows: positions.reversed().map(String.init),
      columns: hiddenSizes.map(String.init),
      cells: positions.reversed().map { position in
        hiddenSizes.map { heatCell(trainings, hidden: $0, position: position) }
      }, border: border(layers: trainings.type.layers))
  }

  private func heatCell(_ trainings: Trainings, hidden: Int, position: Int) -> HeatCell {
    let statistics = trainings.statistics(hidden: hidden, position: position)
    let place = "\(trainings.type.fullHeading), \(NumberText.count(hidden, "cell")), position \(position)"
    let (value, text): (HeatCell.Value, String) =
      if statistics.hasNoTarget {
        (.undefined, "no sequence is that long")
      } else if statistics.count == 0 {
        (.missing, "no measured run")
      } else if statistics.trainedCount == 0 {
        (.failed, "of \(NumberText.count(statistics.count, "repeat"))\(failures(statistics))")
      } else {
        (self.value(statistics), describe(statistics))
      }
    let label = value.number.map(NumberText.twoDigits) ?? (value == .missing ? "–" : "")
    return HeatCell(value: value, labels: [label], description: "\(place): \(text)")
  }

  private func value(_ statistics: MemorizationStatistics) -> HeatCell.Value {
    let number =
      switch shown {
      case .meanLoss: statistics.meanLoss
      case .medianLoss: statistics.medianLoss
      case .standardDeviation: statistics.stdLoss
      }
    return number.isFinite ? .measured(number) : .undefined
  }

  private func describe(_ statistics: MemorizationStatistics) -> String {
    let spread =
      statistics.stdLoss.isFinite ? " ± \(NumberText.twoDigits(statistics.stdLoss))" : ""
    let median =
      statistics.medianLoss.isFinite ? ", median \(NumberText.twoDigits(statistics.medianLoss))" : ""
    return """
      error \(NumberText.twoDigits(statistics.meanLoss))\(spread) over \
      \(NumberText.count(statistics.trainedCount, "repeat"))\(median), \
      \(NumberText.fraction(statistics.learnedFraction)) learned\(failures(statistics))
      """
  }

  /// , 1 exploded, 2 diverged
  private func failures(_ statistics: MemorizationStatistics) -> String {
    [(statistics.explodedCount, "exploded"), (statistics.divergedCount, "diverged")]
      .filter { $0.0 > 0 }.map { ", \(NumberText.whole($0.0)) \($0.1)" }.joined()
  }

  /// Just above the position that the source gives as a bound, N - (l - 1) for N = c l cells in l layers of c; empty
  /// where the axes have gaps.
  private func border(layers: Int) -> [CGPoint] {
    guard Self.isWithoutGaps(hiddenSizes), Self.isWithoutGaps(positions), hiddenSizes.count > 1,
      let last = positions.last
    else { return [] }
    return hiddenSizes.enumerated().map { column, hidden in
      CGPoint(x: Double(column), y: Double(last - (hidden * layers - (layers - 1))) - 0.5)
    }
  }

  private static func isWithoutGaps(_ sizes: [Int]) -> Bool {
    zip(sizes, sizes.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// The border of every panel at its two ends.
  private var description: String {
    let sentences = grid.panelTypes.map { type in
      let trainings = trainings(type)
      let borders = hiddenSizes.compactMap { hidden in
        trainings.border(hidden: hidden).map { _ in (hidden, trainings.borderText(hidden: hidden)) }
      }
      guard let first = borders.first, let last = borders.last else {
        return "\(type.fullHeading): nothing known."
      }
      let start =
        "\(type.fullHeading): learned up to position \(first.1) with \(NumberText.count(first.0, "cell"))"
      return first.0 == last.0 ? "\(start)." : "\(start) and up to \(last.1) with \(last.0)."
    }
    return sentences.joined(separator: " ")
  }
}
