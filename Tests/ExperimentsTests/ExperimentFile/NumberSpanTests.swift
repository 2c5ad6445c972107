import Testing

@testable import Experiments

@Suite struct NumberSpanTests {
  @Test func numbersAndSpansAreTold() {
    #expect(NumberSpan("10") == NumberSpan(first: 10, last: 10))
    #expect(NumberSpan("10-15") == NumberSpan(first: 10, last: 15))
    #expect(NumberSpan("-3") == NumberSpan(first: -3, last: -3))
    for text in ["", "-", "1-", "-1-", "1--2", "a", "1-b", "1.5", "1-2-3"] {
      #expect(NumberSpan(text) == nil, "\(text)")
    }
  }

  @Test func aSpanHoldsBothEnds() {
    #expect(NumberSpan(first: 2, last: 4).values == [2, 3, 4])
    #expect(NumberSpan(first: 2, last: 2).values == [2])
    #expect(NumberSpan(first: 3, last: 2).values == nil)
    #expect(NumberSpan(first: 0, last: .max).values == nil)
  }
}
