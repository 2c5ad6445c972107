import Files
import LabelledFiles
import MemoryMeasures

/// How far the runs of a sweep are that are under way, kept in a file beside its journal, whose lock guards it.
///
/// A line that names plan and part; then of every run its place in the plan, the share of its work that is done, the
/// number of the bytes that its measure made of it, and these; then the CRC-32 of everything, so that a file is whole or
/// of no use. It is replaced as one step. Numbers are in the order of bytes of the machine that wrote them: another
/// finds no runs in it, and has them begin.
package struct KeptRuns<M: Measure> {
  let path: String
  /// Those that can be taken up.
  private(set) var runs: [Run: RunState] = [:]
  /// Whether there was a file that is not as it was written.
  private(set) var isDamaged = false
  private var isChanged = false
  private let plan: Plan<M>
  private let heading: [UInt8]

  package static var ending: String { ".states" }

  /// Reads what an interrupted sweep of this part of the plan left; nothing of any other, or of a damaged file.
  init(besides output: String, plan: Plan<M>, shard: Shard) {
    path = output + Self.ending
    self.plan = plan
    heading = Array("memprobe states 1 \(plan.fingerprint) \(shard)\n".utf8)
    do throws(InputFileError) {
      let bytes = try InputFile.bytes(of: path)
      let runs = read(bytes)
      self.runs = runs ?? [:]
      isDamaged = runs == nil
    } catch {
      if case .missing = error { return }
      isDamaged = true
    }
  }

  mutating func keep(_ run: Run, _ state: RunState) {
    guard state.bytes != nil else { return }
    runs[run] = state
    isChanged = true
  }

  mutating func remove(_ run: Run) {
    if runs.removeValue(forKey: run) != nil { isChanged = true }
  }

  /// Makes the file what is kept, if that has changed: none if there is nothing.
  ///
  /// - Throws: `OutputError`; the file is what it was then.
  mutating func write() throws(OutputError) {
    guard isChanged else { return }
    isChanged = false
    guard !runs.isEmpty else { return removeFile() }
    var bytes = heading
    bytes.append(number: runs.count)
    for (run, state) in runs {
      guard let place = plan.layout.place(of: run), let kept = state.bytes else { continue }
      for number in [place, Int(truncatingIfNeeded: state.share.bitPattern), kept.count] {
        bytes.append(number: number)
      }
      bytes += kept
    }
    bytes.append(number: Int(truncatingIfNeeded: CRC32.checksum(bytes)))
    try Destination(path).write(bytes)
  }

  /// To be called when all runs are finished.
  func removeFile() { Destination.remove(path) }

  /// Nil for a damaged file; empty for another plan's.
  private func read(_ bytes: [UInt8]) -> [Run: RunState]? {
    let size = MemoryLayout<Int>.size
    var rest = bytes.dropLast(size)
    guard bytes.suffix(size).first(Int.self) == Int(truncatingIfNeeded: CRC32.checksum(rest)) else {
      return nil
    }
    guard rest.starts(with: heading) else { return [:] }
    rest = rest.dropFirst(heading.count)
    func next() -> Int? {
      defer { rest = rest.dropFirst(size) }
      return rest.first(Int.self)
    }
    var runs: [Run: RunState] = [:]
    guard let count = next(), count >= 0 else { return nil }
    for _ in 0..<count {
      guard let place = next(), let share = next(), let length = next(), 0...rest.count ~= length,
        let run = plan.layout.run(at: place)
      else { return nil }
      let known = Double(bitPattern: UInt64(truncatingIfNeeded: share))
      runs[run] = RunState(share: 0...1 ~= known ? known : 0, bytes: Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty ? runs : nil
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: Int) {
    Swift.withUnsafeBytes(of: number) { append(contentsOf: $0) }
  }
}

extension ArraySlice<UInt8> {
  /// The number that these bytes begin with; nil if there are not enough.
  fileprivate func first(_: Int.Type) -> Int? {
    guard count >= MemoryLayout<Int>.size else { return nil }
    return withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
  }
}
