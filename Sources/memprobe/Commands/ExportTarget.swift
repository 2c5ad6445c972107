import Experiments
import Exports
import Foundation

/// Where an export goes, and in which format: as the options say it together.
struct ExportTarget: Equatable {
  let path: String
  let format: ExportFormat

  /// - Parameters:
  ///   - results: the path of a results file, or of its journal.
  ///   - format: nil for what the output ends in.
  ///   - output: nil for the results file's name with the format's ending.
  /// - Throws: `ExportOptionsError`.
  init(results: String, format: ExportFormat?, output: String?) throws(ExportOptionsError) {
    guard let output else {
      guard let format else { throw .noFormat }
      let journal = DivergenceResultsFile.journalPath(of: "")
      let file = results.hasSuffix(journal) ? String(results.dropLast(journal.count)) : results
      path = (file as NSString).deletingPathExtension + ".\(format.rawValue)"
      self.format = format
      return
    }
    let ending = (output as NSString).pathExtension
    let named = ExportFormat(rawValue: ending)
    if let format, let named, named != format {
      throw .contradiction(path: output, ending: named, format: format)
    }
    guard let format = format ?? named else {
      throw ending == ExportOptionsError.parquet ? .noParquet : .unknownEnding(path: output)
    }
    path = output
    self.format = format
  }
}
