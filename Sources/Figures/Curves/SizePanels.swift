import Drawing
import Experiments
import MemoryMeasures
import Text

/// The panels of curves that stand for whole networks: one per cell type, depth and input size with a curve per hidden
/// size, or one per given network.
struct SizePanels<M: Measure> {
  let plan: Plan<M>

  /// Units of the drawn networks.
  private var sizes: [Int] { plan.subjects.grid?.hiddenSizes.sorted() ?? [] }

  func color(of subject: Subject) -> Color { color(plan.outline(of: subject).outputSize) }

  private func color(_ units: Int) -> Color {
    PlotColor.series(sizes.firstIndex(of: units) ?? 0, of: sizes.count, alone: PlotColor.blue)
  }

  /// The curves of several sizes, then other entries.
  func key(_ others: [KeyEntry] = []) -> Key {
    sizes.count > 1 ? Key(title: "units:", sizes.map { .line("\($0)", color($0)) } + others) : Key(others)
  }

  var columns: PanelColumns {
    guard let grid = plan.subjects.grid, grid.inputSizes.count == 1 else { return .atMost(2) }
    return grid.panelColumns(otherwise: 2)
  }

  /// Subjects of one panel, with its heading.
  var groups: [(heading: String, subjects: [Subject])] {
    guard let grid = plan.subjects.grid else { return plan.ownSubjects.map { (plan.name(of: $0), [$0]) } }
    return grid.panelTypes.flatMap { type in
      grid.inputSizes.map { input in
        let inputs = grid.inputSizes.count > 1 ? ", \(NumberText.count(input, "input"))" : ""
        return (grid.heading(type) + inputs, sizes.map { type.subject(hidden: $0, input: input) })
      }
    }
  }
}
