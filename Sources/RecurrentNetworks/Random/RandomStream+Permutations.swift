extension RandomStream {
  /// The elements in random order, every order as probable as any other: the algorithm of Fisher & Yates in the
  /// form of Durstenfeld (1964), a random number per element.
  public func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, integer(below: last + 1, at: UInt64(last)))
    }
    return elements
  }
}
