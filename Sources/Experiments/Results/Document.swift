import Files
import HDF5
import MemoryMeasures

/// A results file, or the journal of an unfinished sweep, opened once and read once.
package struct Document: Sendable {
  /// As it was given.
  package let path: String
  /// `Results` of the measure.
  package let results: any AnyResults
  /// Of a journal, that of the last process that it names, with those before; nil where it names none.
  package let provenance: Provenance?
  /// What is known of every part and process that results are from, by words of `Provenance.keys`.
  package let entries: [[String: String]]
  /// Whether it is the journal of a sweep that is not finished.
  package let isJournal: Bool
  /// The numbers of lines of a journal that are damaged, from 1; what they held is missing.
  package let damagedLines: [Int]
  /// The file that was read: where there is no PATH, PATH.journal.
  package let readPath: String
  private let stored: LabelledResults?

  /// Results that are not read from a file.
  package init(path: String, results: any AnyResults, provenance: Provenance?, isJournal: Bool = false) {
    self.path = path
    self.results = results
    self.provenance = provenance
    self.isJournal = isJournal
    entries = provenance?.entries ?? []
    readPath = path
    damagedLines = []
    stored = nil
  }

  /// Reads a results file of any measure, or the journal of an unfinished sweep: PATH.journal where there is no PATH,
  /// or PATH itself if it is a journal. What is not in the file is in `missing`.
  ///
  /// - Parameter part: one read before, of which may be known again what both have in common.
  /// - Throws: `ResultsFileError`, and `JournalError` for what cannot be one.
  package init(reading path: String, after part: Document? = nil) throws {
    try self.init(ResultsSource(path), path: path, after: part)
  }

  /// The same of the bytes of a file.
  package init(_ bytes: [UInt8], path: String) throws {
    try self.init(ResultsSource(bytes, path: path), path: path)
  }

  private init(_ source: ResultsSource, path: String, after part: Document? = nil) throws {
    self.path = path
    switch source {
    case .hdf5(let path, let bytes):
      readPath = path
      let labelled = try LabelledResults(bytes, path: path)
      guard let measure = Measures.measure(format: labelled.format) else {
        throw ResultsFileError.malformed(path: path, .format(labelled.format))
      }
      let reader = ResultsReader(path: path, labelled: labelled)
      results = try Self.read(measure, reader, after: part)
      let provenance = try reader.provenance()
      (self.provenance, entries) = (provenance, provenance.entries)
      isJournal = false
      damagedLines = []
      stored = labelled
    case .journal(let path, let bytes):
      readPath = path
      let format: String
      do throws(JournalProblem) {
        format = try JournalPreamble(bytes: bytes).format
      } catch {
        throw JournalError.malformed(path: path, line: 1, error)
      }
      guard let measure = Measures.measure(format: format) else {
        throw ResultsFileError.malformed(path: path, .format(format))
      }
      let read = try Self.read(measure, bytes, path: path, after: part)
      (results, entries, damagedLines) = read
      // Of the last ones a damaged line may have left no more than the time.
      let last = read.entries.lastIndex { $0["command"] != nil && $0["program"] != nil } ?? -1
      provenance = try? Provenance(entries: Array(read.entries[...last]))
      isJournal = true
      stored = nil
    }
  }

  private static func read<M: Measure>(
    _: M.Type, _ reader: ResultsReader, after part: Document?
  ) throws -> any AnyResults {
    try reader.results(of: M.self, like: part?.results(of: M.self)?.members)
  }

  private static func read<M: Measure>(
    _: M.Type, _ bytes: [UInt8], path: String, after part: Document?
  ) throws -> (any AnyResults, entries: [[String: String]], damagedLines: [Int]) {
    let contents = try JournalContents<M>(bytes, path: path)
    let header = contents.header
    let members = ShardMembers(header.shard, of: header.plan, like: part?.results(of: M.self)?.members)
    let results = Results(plan: header.plan, shard: header.shard, members: members, records: contents.records)
    let processes = contents.processes
    let entries = processes.entries(part: header.shard.part, of: processes.list.count)
    return (results, entries, contents.damagedLines)
  }

  package var measure: any Measure.Type { results.measure }

  /// The results, if they are of this measure.
  package func results<M: Measure>(of measure: M.Type) -> Results<M>? { results as? Results<M> }

  /// The results as arrays with named, labelled axes: the file as it is; a journal is laid out as the results file
  /// that it would become.
  ///
  /// - Parameter provenance: for the attributes `source` and `history` of what was a journal whose last process is not
  ///   known.
  /// - Throws: `ResultsFileError`, `HDF5Error`.
  package func labelled(provenance: Provenance) throws -> LabelledResults {
    // What holds the runs of a part alone is spread over the whole plan, as other programs expect it.
    if let stored, !ResultsReader.isGathered(stored) { return stored }
    let file = try HDF5File()
    var own = provenance
    // Unless nobody asked.
    if !own.details.isEmpty { own.parts = entries }
    if let known = self.provenance, known.entries == entries { own = known }
    try results.layOut(in: file, provenance: own, spread: true)
    return try LabelledResults(file.bytes(), path: path)
  }
}

/// Where results are read from: a results file, or the journal of an unfinished sweep.
enum ResultsSource {
  case hdf5(path: String, bytes: [UInt8])
  case journal(path: String, bytes: [UInt8])

  /// - Parameter path: of a results file or journal; PATH.journal is taken where there is no PATH.
  /// - Throws: `ResultsFileError`.
  init(_ path: String) throws(ResultsFileError) {
    do throws(InputFileError) {
      if let results = try Self.existing(path) {
        self = results
      } else if let journal = try Self.existing(JournalPath.of(path)) {
        self = journal
      } else {
        throw .missing(path: path)
      }
    } catch {
      throw ResultsFileError(error)
    }
    try check()
  }

  init(_ bytes: [UInt8], path: String) throws(ResultsFileError) {
    self =
      bytes.starts(with: Self.signature)
      ? .hdf5(path: path, bytes: bytes) : .journal(path: path, bytes: bytes)
    try check()
  }

  private func check() throws(ResultsFileError) {
    if case .journal(let path, let bytes) = self, !JournalLine.looksLikeOne(bytes) {
      throw .notResults(path: path)
    }
  }

  /// Nil if there is no such file.
  private static func existing(_ path: String) throws(InputFileError) -> ResultsSource? {
    do throws(InputFileError) {
      let bytes = try InputFile.bytes(of: path) {
        $0.starts(with: signature) || JournalLine.looksLikeOne($0)
      }
      return bytes.starts(with: signature)
        ? .hdf5(path: path, bytes: bytes) : .journal(path: path, bytes: bytes)
    } catch {
      guard case .missing = error else { throw error }
      return nil
    }
  }

  /// The first bytes of every HDF5 file.
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
}
