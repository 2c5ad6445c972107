import Drawing
import Experiments
import MemoryMeasures
import RecurrentNetworks
import Text

extension CellType {
  /// The name in headings.
  package var title: String { definition.title }
}

extension Initialization {
  /// The preset's name with what differs from it: glorot, forget bias 6.
  var text: String {
    var parts = [preset?.rawValue ?? "\(inputKernel), \(recurrentKernel)"]
    if let longestTime { parts.append("longest time \(NumberText.whole(longestTime))") }
    if forgetBias != preset.map({ Initialization($0).forgetBias }) {
      parts.append("forget bias \(NumberText.shortest(forgetBias))")
    }
    if gain != 1 { parts.append("gain \(NumberText.shortest(gain))") }
    return parts.joined(separator: ", ")
  }
}

extension Reservoir {
  /// How reservoirs were drawn, in a line.
  var text: String {
    """
    spectral radius \(NumberText.shortest(spectralRadius)), density \(NumberText.shortest(density)), leak rate \
    \(NumberText.shortest(leakRate)), input scaling \(NumberText.shortest(inputScaling)), bias scaling \
    \(NumberText.shortest(biasScaling)), \(activation.rawValue)
    """
  }
}

/// Drawn networks of one cell type and depth, which a table or panel shows together.
struct NetworkType: Hashable {
  let cell: CellType
  let layers: Int

  /// LSTM, 1 layer
  var fullHeading: String { "\(cell.title), \(NumberText.count(layers, "layer"))" }

  func includes(_ subject: Subject) -> Bool {
    if case .drawn(let shape) = subject { shape.cell == cell && shape.layers == layers } else { false }
  }

  func subject(hidden: Int, input: Int) -> Subject {
    .drawn(NetworkShape(cell: cell, layers: layers, inputSize: input, hiddenSize: hidden))
  }
}

extension NetworkGrid {
  /// By cell type, then depth: as tables follow each other.
  var types: [NetworkType] {
    cells.flatMap { cell in layers.map { NetworkType(cell: cell, layers: $0) } }
  }

  /// By depth, then cell type: as panels stand in figures.
  var panelTypes: [NetworkType] {
    layers.flatMap { layers in cells.map { NetworkType(cell: $0, layers: layers) } }
  }

  /// A column for each cell type where there are several depths, if their headings have room; otherwise at most so many
  /// panels to a row.
  func panelColumns(otherwise most: Int) -> PanelColumns {
    let width = PanelGrid(count: cells.count, columns: cells.count, top: 0, panelHeight: 0).panelWidth
    let fit = panelTypes.allSatisfy { Font(isBold: true).width(heading($0)) <= width }
    return layers.count > 1 && cells.count > 1 && fit ? .exactly(cells.count) : .atMost(most)
  }

  /// The cell type, and the depth where the grid holds another than one layer.
  func heading(_ type: NetworkType) -> String { layers == [1] ? type.cell.title : type.fullHeading }

  /// LSTM, GRU
  var cellTitles: String { cells.map(\.title).joined(separator: ", ") }
}

extension NetworkOutline {
  /// LSTM 256, GRU 64
  var layerText: String { layers.map { "\($0.cell.title) \($0.hiddenSize)" }.joined(separator: ", ") }
}

extension GivenNetwork {
  /// What had to be assumed of its file, as rows of a table.
  var noteRows: [(name: String, value: String)] {
    notes.map { ("Note on \(name.printable)", $0.printable) }
  }

  /// What a source of its runs is called: trained, the network itself, unless it is known to be constructed; glorot.
  func name(of source: NetworkSource) -> String {
    source == .trained && construction != nil ? "constructed" : source.name
  }
}

extension Plan {
  /// Networks, and kinds of networks, in the order of results.
  var allSubjects: [Subject] {
    switch subjects {
    case .drawn(let grid): grid.shapes.map(Subject.drawn)
    case .given(let networks, _, _, _):
      networks.flatMap { network in sources.flatMap { subjects(of: $0, for: network.name) } }
    }
  }

  /// Those without twins.
  var ownSubjects: [Subject] { allSubjects.filter { if case .twin = $0 { false } else { true } } }

  /// What comparisons with twins are, and what they say.
  ///
  /// - Parameters:
  ///   - read: what all read the same of.
  ///   - runs: over which a network's median is.
  func twinsParagraph(read: String, runs: String) -> String {
    """
    Every network is held against random networks of the same shape, its twins\
    \(subjects.twinPairs == .shared ? ", which read the same \(read)" : ""). A network counts once, by its median over the \
    \(runs). A difference is called one where it is significant at 5% after the correction for all comparisons of the \
    file; it is one of this network, or of this group of networks, and says nothing of others.
    """
  }

  /// What a subject is called in figures: ESN, 50 units; LSTM, 50 units, 2 layers; letters.keras; its glorot twins.
  func name(of subject: Subject) -> String {
    guard case .drawn(let shape) = subject else { return label(of: subject) }
    return "\(shape.cell.title), \(NumberText.count(shape.hiddenSize, "unit"))" + details(of: shape)
  }

  /// The same in tables: ESN 50; LSTM 50, 2 layers; letters.keras; letters.keras, glorot.
  func label(of subject: Subject) -> String {
    switch subject {
    case .drawn(let shape): "\(shape.cell.title) \(shape.hiddenSize)" + details(of: shape)
    case .given(let name): name.printable
    case .twin(let name, let kind, let number):
      "\(name.printable), \(kind.rawValue)" + (number.map { ", twin \($0)" } ?? "")
    }
  }

  private func details(of shape: NetworkShape) -> String {
    let inputs = (subjects.grid?.inputSizes.count ?? 1) > 1
    return (shape.layers == 1 ? "" : ", \(NumberText.count(shape.layers, "layer"))")
      + (inputs ? ", \(NumberText.count(shape.inputSize, "input"))" : "")
  }

  /// The names of at most three networks, or how many there are: 5 given networks.
  func networkList(_ noun: String) -> String {
    let networks = subjects.given
    return networks.count > 3
      ? NumberText.count(networks.count, noun) : networks.map(\.name.printable).joined(separator: ", ")
  }

  /// How drawn networks are drawn, for captions; nil for given ones.
  var weights: String? { subjects.grid.map { "weights: \($0.initialization.text)" } }
}

extension Results {
  /// What is said of runs that are not in a picture; empty where none is missing.
  var gapNotes: String {
    var notes: [String] = []
    let (done, total) = (records.count, plan.runCount)
    if done < total {
      notes.append("Not finished: \(NumberText.whole(done)) of \(NumberText.count(total, "run")).")
    }
    let failed = failed.count
    if failed > 0 { notes.append("Left out: \(NumberText.count(failed, "failed run")).") }
    return notes.joined(separator: " ")
  }
}
