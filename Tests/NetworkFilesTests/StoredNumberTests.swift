import Testing

@testable import NetworkFiles

@Suite struct StoredNumberTests {
  @Test func sizesAreThoseOfTheNumberTypes() {
    #expect(StoredNumber.float16.size == MemoryLayout<UInt16>.size)
    #expect(StoredNumber.bfloat16.size == MemoryLayout<UInt16>.size)
    #expect(StoredNumber.float32.size == MemoryLayout<Float>.size)
    #expect(StoredNumber.float64.size == MemoryLayout<Double>.size)
  }
}
