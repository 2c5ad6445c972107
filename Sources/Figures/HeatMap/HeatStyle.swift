/// How a heat map draws its cells.
enum HeatStyle: Equatable, Sendable {
  /// Wide enough for numbers.
  case tiles
  /// As small as need be, and no larger than 22 pixels.
  case dots

  /// Pixels of a cell at most.
  var widest: Double { self == .tiles ? 72 : 22 }
  var highest: Double { self == .tiles ? 34 : 22 }
  /// Pixels of a cell that a row of panels should leave it.
  var comfortable: Double { self == .tiles ? 44 : 9 }
}
