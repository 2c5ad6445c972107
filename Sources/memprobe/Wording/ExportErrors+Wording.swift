import ArgumentParser
import Exports

extension ExportOptionsError: WordedError, CustomStringConvertible {
  var exitCode: ExitCode { .wrongUsage }

  var description: String { sentence }

  private static var formats: String { ExportFormat.allCases.map(\.rawValue).joined(separator: ", ") }

  var sentence: String {
    switch self {
    case .noFormat:
      "say which format to write by --format, or by what --output ends in: \(Self.formats)."
    case .unknownEnding(let path):
      "\(path): does not end in a format that is written; end it in one of \(Self.formats), or add --format."
    case .contradiction(let path, let ending, let format):
      "\(path): ends in .\(ending.rawValue), but --format is \(format.rawValue); give either, or the same."
    case .noParquet:
      """
      Parquet is not written, for want of a C library for it in Debian; export csv, and pandas makes it: \
      pandas.read_csv("NAME-runs.csv").to_parquet("NAME-runs.parquet").
      """
    }
  }
}

extension ExportError: WordedError {
  var exitCode: ExitCode { .cannotCreate }

  var sentence: String {
    switch self {
    case .cannotMake(let path, let reason):
      "\(path): cannot be made: \(reason)."
    }
  }
}
