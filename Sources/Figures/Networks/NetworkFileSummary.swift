import MemoryMeasures
import NetworkFiles
import Text

/// What a network file holds, as text: its recurrent layers, what feeds what, and what to know about it.
package struct NetworkFileSummary {
  private let file: NetworkFile
  private let path: String
  private let timeScales: [Double]?
  private let wording: (LayerRefusal) -> String

  /// - Parameters:
  ///   - path: the file's, for the heading.
  ///   - timeScales: in steps: how many units have longer ones, by their biases, is told; nil, the default, if nothing is
  ///     told of units.
  ///   - wording: words for why a layer is refused.
  package init(
    _ file: NetworkFile, path: String, timeScales: [Double]? = nil,
    wording: @escaping (LayerRefusal) -> String
  ) {
    self.file = file
    self.path = path
    self.timeScales = timeScales
    self.wording = wording
  }

  package var text: String {
    var text = "\(path): \(file.format.name)\n\n"
    text += table.text
    text += "\nStacks (each layer is fed by the one before):\n"
    for stack in file.stacks {
      text += "  " + stack.map { file.layers[$0].name.printable }.joined(separator: " → ") + "\n"
    }
    text += "\nWithout --layer or --layers-from: \(defaultSelection)\n"
    if !file.heads.isEmpty {
      text += "\nHeads (--read head --head NAME):\n"
      for head in file.heads { text += "  \(line(head))\n" }
    }
    if let timeScales { text += "\n" + units(timeScales) }
    if !file.notes.isEmpty {
      text += "\nNotes:\n"
      for note in file.notes { text += "  \(Self.line(note))\n" }
    }
    return text
  }

  /// decision: Dense on memory, 5 to 3, softmax
  private func line(_ head: FoundHead) -> String {
    let place = head.layer.map { " on \(file.layers[$0].name.printable)" } ?? ""
    return """
      \(head.name.printable): \(head.kind.printable)\(place), \(NumberText.whole(head.inputSize)) to \
      \(NumberText.whole(head.outputSize)), \(head.activation.printable)
      """
  }

  private var table: TextTable {
    TextTable(
      rowTitle: ("layer", ""), columnTitle: NumberText.count(file.layers.count, "recurrent layer"),
      columns: [
        "kind", "cell", "inputs", "units", "parameters", "numbers", "direction", "runs here", "conventions",
      ],
      rows: file.layers.map { ($0.name.printable, cells(of: $0)) }, leftColumns: [0, 1, 5, 6, 7, 8])
  }

  /// By the biases of gates that keep a state.
  private func units(_ scales: [Double]) -> String {
    let table = UnitTimeScaleTable(
      scales: scales,
      rows: file.layers.map { layer in
        let found = (try? layer.content.get()).flatMap { UnitTimeScales.ofBiases($0.layer()) } ?? []
        return (layer.name.printable, found.filter { !$0.isNaN })
      }, rowTitle: ("layer", ""))
    return """
      Time scales of units by the biases of their forget gates (of a GRU: update gates) alone: -1/ln f, with f what the gate
      keeps where nothing but its bias acts on it (– where there is no such gate)


      """ + table.text.text
  }

  private func cells(of layer: FoundLayer) -> [String] {
    // A refused layer's sizes may be unknown.
    func size(_ value: Int) -> String { value > 0 ? NumberText.whole(value) : "-" }
    let runs =
      switch layer.content {
      case .success: "yes"
      case .failure(let refusal): "no: " + wording(refusal).printable
      }
    return [
      layer.kind.printable, layer.cell?.rawValue ?? "-", size(layer.inputSize), size(layer.hiddenSize),
      size(layer.parameterCount), layer.storage.rawValue, layer.direction.rawValue, runs,
      layer.conventions.map(\.printable).joined(separator: "; "),
    ]
  }

  /// What a command takes that is told no more than the file.
  private var defaultSelection: String {
    guard file.layers.contains(where: { (try? $0.content.get()) != nil }) else {
      return file.layers.count == 1
        ? "nothing, because the one layer cannot be run here."
        : "nothing, because none of the layers can be run here."
    }
    do {
      let layers = try file.stored(.whole).count
      return layers == 1 ? "the one layer." : "all \(layers) layers, one on another."
    } catch {
      return switch error {
      case .refused(let layer, _): "nothing, because layer '\(layer.printable)' cannot be run here."
      default:
        "nothing, because the layers are not one stack of forward layers; choose with one of the two."
      }
    }
  }

  /// A note in a line.
  package static func line(_ note: NetworkFileNote) -> String {
    switch note {
    case .assumed(let setting, let value, let reason): "assumed: \(setting) = \(value) (\(reason))"
    case .remark(let remark): remark.printable
    }
  }
}
