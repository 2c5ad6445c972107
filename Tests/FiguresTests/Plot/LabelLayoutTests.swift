import Foundation
import Testing

@testable import Figures

@Suite struct LabelLayoutTests {
  private let frames = stride(from: 0.0, through: 100, by: 10).map {
    CGRect(x: $0, y: 0, width: 10, height: 10)
  }

  @Test func labelsCoverNeitherDrawingsNorEachOther() {
    var layout = LabelLayout(occupied: [CGRect(x: 0, y: 0, width: 25, height: 10)])
    #expect(layout.place(among: frames) { $0.minX } == frames[3])
    // Some space is left around a label.
    #expect(layout.place(among: frames) { $0.minX } == frames[5])
  }

  @Test func withoutRoomTheLeastIsCovered() {
    var layout = LabelLayout(occupied: [
      CGRect(x: 0, y: 0, width: 200, height: 8), CGRect(x: 0, y: 8, width: 70, height: 2),
      CGRect(x: 80, y: 8, width: 100, height: 2),
    ])
    #expect(layout.place(among: frames) { $0.minX } == frames[7])
  }

  @Test func nothingToChooseFrom() {
    var layout = LabelLayout(occupied: [])
    #expect(layout.place(among: []) { $0.minX } == nil)
  }

  @Test func clearance() {
    let layout = LabelLayout(occupied: [
      CGRect(x: 0, y: 0, width: 10, height: 10), CGRect(x: 0, y: 50, width: 10, height: 10),
    ])
    #expect(layout.verticalClearance(of: CGRect(x: 5, y: 20, width: 10, height: 10), limit: 99) == 10)
    #expect(layout.verticalClearance(of: CGRect(x: 5, y: 5, width: 10, height: 10), limit: 99) == 0)
    #expect(layout.verticalClearance(of: CGRect(x: 20, y: 5, width: 10, height: 10), limit: 99) == 99)
  }
}
