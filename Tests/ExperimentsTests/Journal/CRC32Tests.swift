import Testing

@testable import Experiments

@Suite struct CRC32Tests {
  /// The check value that every description of the algorithm gives.
  @Test func checkValue() {
    #expect(CRC32.checksum("123456789".utf8) == 0xcbf4_3926)
    #expect(CRC32.checksum([]) == 0)
  }
}
