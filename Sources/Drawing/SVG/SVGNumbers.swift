import Foundation

/// Numbers in markup that cairo wrote.
enum SVGNumbers {
  /// With at most two decimals, a hundredth of a pixel, where cairo writes six: files are a third smaller.
  static func rounded(_ markup: String) -> String {
    var result: [UInt8] = []
    let bytes = Array(markup.utf8)
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      guard isDigit(bytes[place]) else {
        result.append(bytes[place])
        place += 1
        continue
      }
      let end = bytes[place...].firstIndex { !isDigit($0) && $0 != point } ?? bytes.count
      let token = bytes[place..<end]
      if let decimals = token.firstIndex(of: point).map({ end - $0 - 1 }), decimals > 2,
        let value = Double(String(decoding: token, as: UTF8.self))
      {
        result += Array(number(value).utf8)
      } else {
        result += token
      }
      place = end
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// With at most two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(whole)" }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(decimals)"
  }

  private static let point = UInt8(ascii: ".")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
