/// One of several parts of a plan, run apart from the others: part `index` of `count`.
public struct Shard: Codable, Hashable, Sendable {
  /// From 1.
  public let index: Int
  public let count: Int

  /// The one part of an undivided plan.
  public static let whole = Shard(unchecked: 1, of: 1)

  /// - Throws: `ShardError.outOfRange`.
  public init(index: Int, count: Int) throws(ShardError) {
    guard count >= 1, (1...count).contains(index) else { throw .outOfRange(index: index, count: count) }
    self.init(unchecked: index, of: count)
  }

  /// From text like "2/4".
  ///
  /// - Throws: `ShardError`.
  public init(_ text: String) throws(ShardError) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else {
      throw .malformed(text)
    }
    try self.init(index: index, count: count)
  }

  private init(unchecked index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Shard: CustomStringConvertible {
  /// As on the command line: "2/4".
  public var description: String { "\(index)/\(count)" }
}
