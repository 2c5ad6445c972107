import Files
import Foundation

/// A file of a training's checkpoints, and how far training had got.
package struct CheckpointFile: Equatable, Sendable {
  package let path: String
  /// Steps or epochs.
  package let step: Int
  /// What the files call these: "global_step"; nil where they are numbers in the files' names.
  package let counter: String?

  /// The checkpoints of files, folders and patterns.
  ///
  /// Of a folder its network files are taken or, if it has none, the folders in it that hold a model (`checkpoint-500`).
  ///
  /// - Throws: `CheckpointError`.
  package static func paths(_ entries: [String]) throws(CheckpointError) -> [String] {
    var paths: [String] = []
    for entry in entries { paths += try listed(entry) }
    return paths
  }

  /// How far training had got at every checkpoint, in the order of the paths.
  ///
  /// What all files hold by one name and tells them apart is taken, the first of `TrainingProgress.names`; a count that
  /// starts anew in every epoch tells nothing apart. Else it is the number behind "step", "iter", "checkpoint", "ckpt" or
  /// "epoch" in the path, the first of these that all paths have; else the last whole number of the names in which they
  /// differ. The same step twice is not refused here.
  ///
  /// - Parameter progress: what each file says of it.
  /// - Throws: `CheckpointError.noStep` if neither all files say it nor all names.
  package static func steps(
    of paths: [String], progress: [TrainingProgress]
  ) throws(CheckpointError) -> [CheckpointFile] {
    func checkpoints(_ steps: [Int], _ counter: String?) -> [CheckpointFile] {
      zip(paths, steps).map { CheckpointFile(path: $0, step: $1, counter: counter) }
    }
    func counts(_ name: String) -> [Int]? {
      let found = progress.compactMap { $0.counts[name] }
      return found.count == paths.count && !paths.isEmpty ? found : nil
    }
    let held = TrainingProgress.names.compactMap { name in counts(name).map { (name: name, counts: $0) } }
    let epochs = counts(TrainingProgress.epoch)
    for (name, counts) in held where Set(counts).count == counts.count {
      let order = counts.indices.sorted { counts[$0] < counts[$1] }
      let areAscending = epochs.map { epochs in
        zip(order, order.dropFirst()).allSatisfy { epochs[$0] <= epochs[$1] }
      }
      if areAscending ?? true { return checkpoints(counts, name) }
    }
    do { return checkpoints(try steps(named: paths), nil) } catch {
      guard let (name, counts) = held.last else { throw error }
      return checkpoints(counts, name)
    }
  }

  // MARK: Paths

  private static func listed(_ entry: String) throws(CheckpointError) -> [String] {
    if PathList.isFolder(entry) {
      guard !isModel(entry) else { return [entry] }
      let paths = PathList.entries(of: entry)
      let files = paths.filter { path in
        NetworkFormats.readEndings.contains { path.hasSuffix($0) } && !PathList.isFolder(path)
      }
      let found = files.isEmpty ? paths.filter { PathList.isFolder($0) && isModel($0) } : files
      guard !found.isEmpty else { throw .emptyFolder(entry) }
      return found
    }
    guard let matches = PathList.matches(entry) else { return [entry] }
    guard !matches.isEmpty else { throw .noMatch(entry) }
    return matches
  }

  /// Whether a folder is itself one network: of Hugging Face's libraries.
  private static func isModel(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/config.json")
  }

  // MARK: Names

  private static let counted = ["step", "iter", "checkpoint", "ckpt", "epoch"]

  /// - Throws: `CheckpointError.noStep`.
  private static func steps(named paths: [String]) throws(CheckpointError) -> [Int] {
    let names = paths.map { String($0.dropLast(ending(of: $0).count)) }
    for word in counted {
      let found = names.compactMap { step(behind: word, in: $0) }
      if found.count == names.count { return found }
    }
    var numbers: [[Int]] = []
    for (path, name) in zip(paths, names) {
      let found = wholeNumbers(in: name)
      guard !found.isEmpty else { throw .noStep(path) }
      numbers.append(found)
    }
    // The last place, counted from the end, in which they differ.
    let shortest = numbers.map(\.count).min() ?? 0
    let place = (1...max(1, shortest)).first { place in
      Set(numbers.map { $0[$0.count - place] }).count > 1
    }
    return numbers.map { $0[$0.count - (place ?? 1)] }
  }

  private static func ending(of path: String) -> String {
    NetworkFormats.readEndings.filter { path.hasSuffix($0) }.max { $0.count < $1.count } ?? ""
  }

  /// The whole number behind the last of a word: 500 in "step=500", "steps_500", "checkpoint-500".
  private static func step(behind word: String, in name: String) -> Int? {
    guard let found = name.range(of: word, options: [.backwards, .caseInsensitive]) else { return nil }
    let rest = name[found.upperBound...].drop { $0.isLetter }.drop { "=-_ ".contains($0) }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let behind = rest.dropFirst(digits.count)
    guard !(behind.first == "." && behind.dropFirst().first?.isNumber == true) else { return nil }
    return Int(digits)
  }

  /// In the order of the name, without those that have decimals.
  private static func wholeNumbers(in name: String) -> [Int] {
    name.split { !($0.isASCII && $0.isNumber) && $0 != "." }.compactMap { part in
      Int(part.drop { $0 == "." }.reversed().drop { $0 == "." }.reversed().map(String.init).joined())
    }
  }
}

/// Checkpoints that cannot be listed.
package enum CheckpointError: Error, Equatable, Sendable {
  /// A folder without network files, or folders of models.
  case emptyFolder(String)
  /// A pattern that matches nothing.
  case noMatch(String)
  /// A path whose names hold no whole number, of files of which some do not say it either.
  case noStep(String)
}

/// How far the training of a network had got, as its file says it.
public struct TrainingProgress: Equatable, Sendable {
  /// Steps or epochs from 0, by what the file calls them: "global_step".
  public private(set) var counts: [String: Int] = [:]

  static let epoch = "epoch"
  /// What Keras's optimizers call their steps.
  static let iterations = "iterations"
  /// What such counts are called; those that count across epochs first, which tell more checkpoints apart.
  static let names = ["global_step", "step", "steps", "iteration", iterations, "iter", "iter_num", epoch]

  /// - Parameter count: what the file has by a name; nil for nothing that is a count.
  init(_ count: (String) -> Int?) {
    for name in Self.names {
      if let found = count(name), found >= 0 { counts[name] = found }
    }
  }
}
