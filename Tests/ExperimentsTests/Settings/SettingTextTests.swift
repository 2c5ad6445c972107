import MemoryMeasures
import Testing

@testable import Experiments

@Suite struct SettingTextTests {
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

  @Test(arguments: [
    (SettingForm.whole, "-3", SettingValue.whole(-3)), (.wholes, "1, 2,4-6", .wholes([1, 2, 4, 5, 6])),
    (.seed, "18446744073709551615", .seed(.max)), (.number, "1e-6", .number(1e-6)),
    (.numbers, "0.5,-inf", .numbers([0.5, -.infinity])), (.flag, "true", .flag(true)),
    (.text, "a, b", .text("a, b")), (.texts, "a, b", .texts(["a, b"])),
    (.span, "15-10", .span(first: 15, last: 10)), (.span, "4", .span(first: 4, last: 4)),
    (.name(["a", "b"]), "b", .text("b")), (.names(["a", "b"]), "b,a,b", .texts(["b", "a", "b"])),
    (.layerSpan, "lstm..lstm_2", .text("lstm..lstm_2")), (.shard, "2/4", .text("2/4")),
  ])
  func text(form: SettingForm, text: String, value: SettingValue) throws {
    #expect(try form.value(of: text) == value)
  }

  @Test(arguments: [
    (SettingForm.whole, "1.5", SettingTextError.notAWholeNumber("1.5")), (.wholes, "1,,2", .emptyElement),
    (.wholes, "5-1", .emptySpan("5-1")), (.seed, "-1", .notASeed("-1")), (.number, "big", .notANumber("big")),
    (.name(["a", "b"]), "c", .unknownName("c", allowed: ["a", "b"])),
    (.names(["a", "b"]), "a,c", .unknownName("c", allowed: ["a", "b"])),
    (.layerSpan, "lstm", .notALayerSpan("lstm")), (.shard, "3", .shard(.malformed("3"))),
    (.shard, "5/4", .shard(.outOfRange(index: 5, count: 4))),
  ])
  func otherText(form: SettingForm, text: String, error: SettingTextError) {
    #expect(throws: error) { try form.value(of: text) }
  }
}
