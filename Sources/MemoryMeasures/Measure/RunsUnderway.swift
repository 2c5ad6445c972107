/// What runs that are under way, by their names, and the sweep that they are of tell each other, so that an interruption
/// costs little of what was measured.
package struct RunsUnderway<Name> {
  /// What was kept of a run when it was interrupted, as its measure wrote it; nil if it is to begin.
  package let kept: (Name) -> [UInt8]?
  /// Whether it is time to say how far runs are, and to keep them.
  package let isDue: () -> (telling: Bool, keeping: Bool)
  /// Told the share of a run's work that is done, 0 ... 1.
  package let advanced: (Name, Double) -> Void
  /// Given what is to be kept of a run, and the share of its work that is done.
  package let keep: (Name, Double, [UInt8]) -> Void

  package init(
    kept: @escaping (Name) -> [UInt8]?, isDue: @escaping () -> (telling: Bool, keeping: Bool),
    advanced: @escaping (Name, Double) -> Void, keep: @escaping (Name, Double, [UInt8]) -> Void
  ) {
    self.kept = kept
    self.isDue = isDue
    self.advanced = advanced
    self.keep = keep
  }

  /// All begin, and nothing is kept of them.
  package static var unkept: RunsUnderway {
    RunsUnderway(
      kept: { _ in nil }, isDue: { (false, false) }, advanced: { _, _ in }, keep: { _, _, _ in })
  }

  /// The same by other names.
  package func by<Other>(_ name: @escaping (Other) -> Name) -> RunsUnderway<Other> {
    RunsUnderway<Other>(
      kept: { kept(name($0)) }, isDue: isDue, advanced: { advanced(name($0), $1) },
      keep: { keep(name($0), $1, $2) })
  }

  /// Stops runs where that is asked for, and keeps them if they are stopped or it is time to. To be called between two
  /// pieces of work, of some tenths of a second at most.
  ///
  /// - Parameters:
  ///   - names: of runs that are neither finished nor yet to begin.
  ///   - share: of a run's work that is done, 0 ... 1.
  ///   - state: of a run, from which it can be taken up to the same bits.
  /// - Throws: `CancellationError` if they are stopped.
  func pause(
    _ names: [Name], isCancelled: () -> Bool, share: (Name) -> Double, state: (Name) -> [UInt8]
  ) throws(CancellationError) {
    let (isStopped, due) = (isCancelled(), isDue())
    if isStopped || due.keeping {
      for name in names { keep(name, share(name), state(name)) }
    } else if due.telling {
      for name in names { advanced(name, share(name)) }
    }
    if isStopped { throw CancellationError() }
  }
}

/// Numbers as bytes, in the order of a description that serves for writing them and for reading them back.
///
/// Not for other machines: bytes are in their own order. What cannot be read leaves values as they are, and what was
/// read is of use only if `isIntact` after the last one.
struct StateBytes {
  private(set) var bytes: [UInt8] = []
  /// Nil for writing.
  private var place: Int?
  private(set) var isBroken = false

  /// To write.
  init() {}

  /// To read.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    place = 0
  }

  var isReading: Bool { place != nil }

  /// Whether everything was there, and nothing else.
  var isIntact: Bool { !isBroken && place.map { $0 == bytes.count } ?? true }

  /// Demands something of numbers that were read, on which others rely.
  mutating func check(_ holds: Bool) {
    if !holds { isBroken = true }
  }

  /// Numbers that tell runs from others, and have to be what they were.
  mutating func pass(same numbers: [Int]) {
    var found = numbers
    pass(&found, count: numbers.count)
    check(found == numbers)
  }

  mutating func pass<Number: Numeric & BitwiseCopyable>(_ value: inout Number) {
    var values = [value]
    pass(&values, count: 1)
    value = values[0]
  }

  /// So many numbers.
  mutating func pass<Number: Numeric & BitwiseCopyable>(_ values: inout [Number], count: Int) {
    precondition(place != nil || values.count == count)
    guard let start = place else {
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      return
    }
    let size = MemoryLayout<Number>.stride
    guard !isBroken, count <= (bytes.count - start) / size else { return isBroken = true }
    values = bytes.withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: start + $0 * size, as: Number.self) }
    }
    place = start + count * size
  }

  /// As many numbers as there are, within a limit.
  mutating func pass<Number: Numeric & BitwiseCopyable>(_ values: inout [Number], atMost most: Int) {
    var count = values.count
    pass(&count)
    guard (0...most).contains(count) else { return isBroken = true }
    pass(&values, count: count)
  }

  mutating func pass(_ flag: inout Bool) {
    var number = flag ? 1 : 0
    pass(&number)
    flag = number != 0
  }
}
