import Experiments
import RecurrentNetworks
import Text

extension Grid {
  /// The cell type, and the depth where the grid holds another than one layer.
  func heading(cell: CellType, layers: Int) -> String {
    self.layers == [1] ? cell.title : "\(cell.title), \(NumberText.count(layers, "layer"))"
  }
}
