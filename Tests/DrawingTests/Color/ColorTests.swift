import Testing

@testable import Drawing

@Suite struct ColorTests {
  @Test func parts() {
    let color = Color(0x1f80ff, opacity: 0.5)
    #expect(color.bytes == (0x1f, 0x80, 0xff))
    #expect(color.opacity == 0.5)
    #expect(color.withOpacity(1) == Color(0x1f80ff))
  }

  /// The ratios of WCAG's definitions: 21 for black on white, 4.5 for #767676 on white to two digits.
  @Test func contrast() {
    #expect(abs(Color.black.contrast(with: .white) - 21) < 1e-12)
    #expect(abs(Color.white.contrast(with: Color(0x767676)) - 4.54) < 0.005)
    #expect(Color(0x440154).readable == .white)
    #expect(Color(0xfde725).readable == .black)
  }

  /// Published colours that are not among those the map is made of.
  @Test(
    arguments: [
      (0, 0x440154), (7, 0x460b5e), (64, 0x3b528b), (128, 0x21918c), (201, 0x73d056), (255, 0xfde725),
    ] as [(Int, UInt32)])
  func viridis(place: Int, hex: UInt32) {
    let found = ColorMap.viridis.color(at: Double(place) / 255).bytes
    let published = Color(hex).bytes
    for (one, other) in [
      (found.red, published.red), (found.green, published.green), (found.blue, published.blue),
    ] {
      #expect(abs(Int(one) - Int(other)) <= 2)
    }
  }

  /// Lighter all the way: the order of numbers can be seen without colours.
  @Test func viridisGetsLighter() {
    let luminances = stride(from: 0.0, through: 1, by: 0.01).map { ColorMap.viridis.color(at: $0).luminance }
    #expect(zip(luminances, luminances.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func positionsBeyondTheEnds() {
    let map = ColorMap([.black, .white])
    #expect(map.color(at: -3) == .black)
    #expect(map.color(at: 7) == .white)
    #expect(map.color(at: 0.25) == Color(red: 0.25, green: 0.25, blue: 0.25))
    #expect(ColorMap([.white]).color(at: 0.5) == .white)
  }
}
