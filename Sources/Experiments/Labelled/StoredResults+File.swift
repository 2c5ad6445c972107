import HDF5

extension StoredResults {
  /// The results file that holds these.
  func fileBytes(provenance: Provenance) throws -> [UInt8] {
    let file = try HDF5File.createInMemory()
    switch self {
    case .divergence(let results):
      try DivergenceResultsFile.layOut(results, provenance: provenance, in: file)
    case .comparison(let results):
      try ComparisonResultsFile.layOut(results, provenance: provenance, in: file)
    case .recall(let results):
      try RecallResultsWriter(results: results, provenance: provenance, root: file.root).write()
    case .memorization(let results):
      try MemorizationResultsFile.layOut(results, provenance: provenance, in: file)
    case .capacity(let results):
      try CapacityResultsFile.layOut(results, provenance: provenance, in: file)
    }
    return try file.bytes()
  }
}

extension ResultsKind {
  /// The attribute `format_version` that files of this kind have.
  var version: Int32 {
    switch self {
    case .divergence: DivergenceResultsFile.version
    case .comparison: ComparisonResultsFile.version
    case .recall: RecallResultsFile.version
    case .memorization: MemorizationResultsFile.version
    case .capacity: CapacityResultsFile.version
    }
  }
}
