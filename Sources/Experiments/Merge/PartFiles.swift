import Files
import Foundation

/// The files that a merge is asked to join.
package enum PartFiles {
  /// Those of files, folders and patterns, each once. In folders and patterns, the journal of a part that was interrupted
  /// stands for the results file where there is none; a pattern need not match it.
  ///
  /// - Parameter output: left out of folders and patterns.
  /// - Throws: `MergeError.noMatch` or `emptyFolder`.
  package static func paths(_ entries: [String], besides output: String) throws(MergeError) -> [String] {
    var paths: [String] = []
    var known: Set<String> = []
    for entry in entries {
      for path in try listed(entry, besides: output) where known.insert(path).inserted { paths.append(path) }
    }
    return paths
  }

  private static func listed(_ entry: String, besides output: String) throws(MergeError) -> [String] {
    let ending = JournalPath.ending
    let found: [String]
    if PathList.isFolder(entry) {
      found = PathList.entries(of: entry).filter { $0.hasSuffix(".h5") || $0.hasSuffix(ending) }
    } else if let matches = PathList.matches(entry) {
      found = matches + (entry.hasSuffix(ending) ? [] : PathList.matches(entry + ending) ?? [])
    } else {
      return [entry]
    }
    let parts = found.filter { path in
      let results = path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path
      guard (try? Destination.check(output, against: [results])) != nil else { return false }
      return results == path || !FileManager.default.fileExists(atPath: results)
    }
    guard !parts.isEmpty else {
      throw PathList.isFolder(entry) ? .emptyFolder(entry) : .noMatch(entry)
    }
    return parts
  }
}
