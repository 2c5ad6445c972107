/// Loads by their places, of which the lightest is at hand; of equal ones the first. A binary heap: finding it takes the
/// logarithm of their number, so that dealing out many runs to many parts stays cheap.
struct Loads {
  typealias Load = (cost: Double, place: Int)

  private var heap: [Load] = []

  /// Empty loads at the places from 0 on.
  init(count: Int) { heap = (0..<count).map { (0, $0) } }

  mutating func insert(_ load: Load) {
    heap.append(load)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Nil if there are none.
  mutating func removeLightest() -> Load? {
    guard let lightest = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return lightest }
    heap[0] = last
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return lightest
  }
}
