extension RandomStream {
  /// The elements in random order, every order as probable as any other: the algorithm of Fisher & Yates in the
  /// form of Durstenfeld (1964), a uniform number per element.
  public func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, Int(uniform(UInt64(last)) * Double(last + 1)))
    }
    return elements
  }
}
