import Testing

@testable import RecurrentNetworks

@Suite struct SIMDPathTests {
  @Test func theBestPathIsSupportedAndThePortableOneAlways() throws {
    #expect(SIMDPath.supported.first == .portable)
    #expect(SIMDPath.supported.last == SIMDPath.best)
    #expect(try SIMDPath(named: "portable") == .portable)
  }

  @Test(arguments: ["", "AVX2", "sse", "avx-512"]) func unknownNamesAreErrors(name: String) {
    #expect(throws: SIMDPathError.unknown(name)) { try SIMDPath(named: name) }
  }

  @Test func unsupportedPathsAreErrors() {
    for path in SIMDPath.allCases where !SIMDPath.supported.contains(path) {
      #expect(throws: SIMDPathError.unsupported(path)) { try SIMDPath(named: path.rawValue) }
    }
  }
}
