import Exports
import Text

extension ExportedFile {
  /// What was written, in a line.
  var wording: String {
    switch content {
    case .table(let rows, let columns):
      "Table: \(path) (\(NumberText.count(rows, "row")) x \(NumberText.count(columns, "column")))"
    case .arrays(let count):
      "Arrays: \(path) (\(NumberText.count(count, "array")))"
    }
  }
}
