/// Colours for the numbers from 0 to 1.
public struct ColorMap: Sendable {
  /// At equal distances; straight lines in sRGB between them.
  public let colors: [Color]

  /// - Parameter colors: at least one.
  public init(_ colors: [Color]) {
    precondition(!colors.isEmpty)
    self.colors = colors
  }

  /// - Parameter position: taken for 0 or 1 if it lies beyond.
  public func color(at position: Double) -> Color {
    let place = min(max(position, 0), 1) * Double(colors.count - 1)
    let index = min(Int(place), max(0, colors.count - 2))
    guard index + 1 < colors.count else { return colors[index] }
    let (low, high, part) = (colors[index], colors[index + 1], place - Double(index))
    func mixed(_ low: Double, _ high: Double) -> Double { low + (high - low) * part }
    return Color(
      red: mixed(low.red, high.red), green: mixed(low.green, high.green), blue: mixed(low.blue, high.blue))
  }

  /// From dark violet through green to yellow: perceptually uniform, in black and white, too, and readable with
  /// every common kind of colour blindness.
  ///
  /// By Nathaniel Smith and Stéfan van der Walt (2015, CC0): every fifth of the 256 published colours. Between
  /// them this is at most 2/255 off.
  public static let viridis = ColorMap(
    [
      0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781,
      0x433d84, 0x414287, 0x3f4889, 0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e,
      0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e, 0x23898e, 0x218e8d, 0x20928c,
      0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
      0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37,
      0xb0dd2f, 0xbddf26, 0xcae11f, 0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
    ].map { Color($0) })
}
