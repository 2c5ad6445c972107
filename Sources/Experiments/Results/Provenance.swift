import Foundation
import HDF5
import LinearAlgebra

/// Where results come from, for the attributes of a results file.
package struct Provenance: Sendable {
  /// The command as typed.
  package var commandLine: String
  package var date: Date
  /// Name and version of the program.
  package var program: String
  /// What is known of the machine and of how it was used, by words of `Provenance.keys`; empty where nobody asked.
  package var details: [String: String] = [:]
  /// Those of the parts that were joined, and of the processes that measured before this one, as files hold them.
  package var parts: [[String: String]] = []

  package init(commandLine: String, date: Date, program: String) {
    self.commandLine = commandLine
    self.date = date
    self.program = program
  }

  /// The words under which files hold it, in the order in which they are shown. Where several processes measured for
  /// a part, `process` is the number of each; of several that are alike, `date` is when the first began, `latest` when the
  /// last did, and `finished` when that ended. `runs` is how many runs they finished.
  package static let keys = [
    "part", "process", "runs", "date", "latest", "finished", "command", "program", "commit", "host",
    "processor", "kernels", "jobs", "hdf5", "openblas", "slurm_job",
  ]

  // MARK: The machine

  /// What can be known of this machine before anything is measured.
  package static func machine(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var details = ["host": ProcessInfo.processInfo.hostName, "processor": processor]
    let job = environment["SLURM_ARRAY_JOB_ID"].flatMap { job in
      environment[Shard.taskVariable].map { "\(job)_\($0)" }
    }
    details["slurm_job"] = job ?? environment["SLURM_JOB_ID"]
    return details
  }

  /// As the system calls it; "unknown" where it does not.
  private static var processor: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
    return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }

  /// The same at the end of the work: with the time, and the libraries that were used.
  var finished: Provenance {
    guard !details.isEmpty else { return self }
    var finished = self
    finished.details["finished"] = Date().formatted(.iso8601)
    finished.details["hdf5"] = HDF5Library.version(opens: true)
    return finished.withLibraries
  }

  /// The same with the libraries that are in use by now.
  var withLibraries: Provenance {
    var provenance = self
    provenance.details["openblas"] = LinearAlgebraLibrary.version(opens: false)
    return provenance
  }

  // MARK: Files

  /// Of every part and process, then that of the file itself, by words of `keys`.
  package var entries: [[String: String]] { parts + [own] }

  /// By words of `keys`, without `parts`.
  var own: [String: String] {
    let time = date.formatted(.iso8601)
    return ["date": time, "command": commandLine, "program": program].merging(details) { own, _ in own }
  }

  /// A line for each of `entries` that has a command; where it is of several processes, that is said behind it, as
  /// a comment of the shell.
  var history: String {
    entries.compactMap { entry in
      guard let date = entry["date"], let command = entry["command"] else { return nil }
      let latest = entry["latest"].map { "  # processes \(entry["process"] ?? ""), the last began \($0)" }
      return "\(date): \(command)\(latest ?? "")"
    }.joined(separator: "\n")
  }

  /// Nil where there is nothing but the history, the last line of which is all that it says.
  func json() throws -> String? {
    details.isEmpty && parts.isEmpty
      ? nil : String(decoding: try CanonicalJSON.encode(entries), as: UTF8.self)
  }

  /// - Throws: `DecodingError`, `ProvenanceError` for text that is not what `json` makes.
  init(json: String) throws {
    try self.init(entries: CanonicalJSON.decode([[String: String]].self, from: json.utf8))
  }

  /// - Throws: `ProvenanceError`, or that of a date, unless the last of them says what an entry has to.
  init(entries: [[String: String]]) throws {
    guard var own = entries.last, let command = own.removeValue(forKey: "command"),
      let date = try own.removeValue(forKey: "date").map({ try Date($0, strategy: .iso8601) }),
      let program = own.removeValue(forKey: "program")
    else { throw ProvenanceError() }
    self.init(commandLine: command, date: date, program: program)
    (details, parts) = (own, entries.dropLast())
  }

  private struct ProvenanceError: Error {}
}
