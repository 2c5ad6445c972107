import Experiments
import Foundation
import MemoryMeasures
import Testing

@testable import Figures

@Suite struct ReportTests {
  private static let provenance = Provenance(
    commandLine: "memprobe test --name '<b>&'", date: Date(timeIntervalSince1970: 1_700_000_000),
    program: "memprobe 9")

  private func grid(thresholds: [Double] = [1e-6]) throws -> Document {
    let plan = try Example.plan(cells: [.lstm, .gru], thresholds: thresholds)
    let results = plan.results { run in
      .measured(
        Example.measurement(
          settled: CensoredSteps(steps: 80 * run.hiddenSize, reached: true),
          thresholds: thresholds.map { _ in CensoredSteps(steps: 40, reached: true) },
          outcome: run.shape.cell == .gru ? .roundingFloor : .merged))
    }
    return Document(path: "folder/a<i>.h5", results: results, provenance: Self.provenance)
  }

  private func recall(
    name: String, provenance: Provenance? = nil, isJournal: Bool = false
  ) throws -> Document {
    let plan = try Plan<Recall>(
      subjects: .given([Example.network(name, (.gru, 1, 5))]), repeats: 1,
      settings: RecallSettings(totalSteps: 5, sequences: 1, magnitudes: [1]), seed: 3)
    let results = plan.results { _ in
      .measured(RecallMeasurement(firstInputs: [1], answers: [[0.5, 1, 1]], errorBounds: [nil]))
    }
    return Document(path: "recall.h5", results: results, provenance: provenance, isJournal: isJournal)
  }

  private func page(_ documents: [Document], command: String? = "memprobe again") throws -> String {
    Report(
      documents.map { Report.Source(document: $0, command: command) }, program: "memprobe 10"
    ).html()
  }

  @Test func namesOfFilesAreNeverMarkup() throws {
    let html = try page([grid(), recall(name: "<img src=x onerror=alert(1)>")])
    #expect(html.contains("a&lt;i&gt;.h5"))
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;: |answer - first input|"))
    #expect(html.contains("memprobe test --name '&lt;b&gt;&amp;'"))
    #expect(!html.contains("<img") && !html.contains("<i>") && !html.contains("<b>"))
  }

  @Test func nothingIsFetchedOrRun() throws {
    let html = try page([grid(), recall(name: "net")])
    #expect(!html.contains("<script") && !html.contains(" src=") && !html.contains("@import"))
    let addresses = html.matches(of: /href="([^"]*)"/).map(\.1)
    #expect(!addresses.isEmpty && addresses.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
  }

  @Test func idsAreUniqueAndLinksLeadSomewhere() throws {
    // The same file twice: the same figures, whose glyphs cairo numbers alike.
    let html = try page([grid(), grid()])
    let ids = html.matches(of: /\ id="([^"]*)"/).map(\.1)
    #expect(ids.count > 20 && Set(ids).count == ids.count)
    let links = html.matches(of: /href="#([^"]*)"/).map(\.1)
    let regions = html.matches(of: /role="region" tabindex="0" aria-label="([^"]*)"/).map(\.1)
    #expect(regions.count > 4 && Set(regions).count == regions.count)
    #expect(regions[0].hasPrefix("File 1, a&lt;i&gt;.h5, figure 1: "))
    let references = html.matches(of: /aria-(labelledby|describedby)="([^"]*)"/).map(\.2)
    #expect(Set(links + references).isSubset(of: Set(ids)))
  }

  @Test func headingsGoDownStepByStep() throws {
    let levels = try page([grid(), recall(name: "net")]).matches(of: /<h([1-6])/).compactMap { Int($0.1) }
    #expect(levels.first == 1 && levels.count { $0 == 1 } == 1 && levels.count { $0 == 2 } == 2)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test func tellsReadingsCommandAndOrigin() throws {
    let html = try page([grid()])
    #expect(html.contains("<h4>Bit-identity: settled steps</h4>"))
    #expect(html.contains("<h4>Threshold: steps to within 1e-6</h4>"))
    #expect(html.contains("8 of 16 runs ended at the rounding floor"))
    #expect(html.contains("<li>GRU, hidden size 2: 4 of 4 runs</li>"))
    #expect(html.contains("<code>memprobe again</code>"))
    #expect(html.contains("<dt>Written by</dt>\n<dd>memprobe 9</dd>"))
    #expect(html.contains("<dt>On</dt>\n<dd>2023-11-14T22:13:20Z</dd>"))
    #expect(html.contains("<dt>Seed</dt>\n<dd>\(try Example.plan(cells: [.lstm], thresholds: []).seed)</dd>"))
    #expect(html.contains("Made by memprobe 10"))
    #expect(!(try page([grid()], command: nil)).contains("makes the same results again"))
  }

  @Test func everyMarkOfAFigureHasAPlace() throws {
    let document = try grid()
    let html = try page([document])
    let marks = document.figures.map { $0.picture.canvas.marks.count }.reduce(0, +)
    #expect(marks > 0)
    #expect(html.matches(of: /class="mark"/).count == marks && html.matches(of: /class="tip"/).count == marks)
    #expect(html.matches(of: /<figure\ /).count == document.figures.count)
    let table = document.figures.map(\.alternativeText).first ?? ""
    #expect(!table.isEmpty && html.contains("In words: \(table)"))
  }

  @Test func tablesHaveCaptionsHeadersAndColours() throws {
    let html = try page([grid()])
    #expect(html.matches(of: /<table/).count == 4 && html.matches(of: /<caption/).count == 4)
    #expect(html.contains("<span>LSTM: mean settled steps</span></caption>"))
    #expect(html.contains("<th scope=\"colgroup\" colspan=\"2\">input size (values per step)</th>"))
    #expect(
      html.contains("<th scope=\"row\">2</th>\n<td style=\"background:#fde725;color:#000000\">160</td>"))
    #expect(html.contains("<td style=\"background:#440154;color:#ffffff\">80</td>"))
    #expect(html.contains("<li>shared steps until the outputs stay bit-identical; mean over 2 repeats</li>"))
  }

  @Test func aJournalSaysThatItIsOne() throws {
    for provenance in [nil, Self.provenance] {
      let html = try page([recall(name: "net", provenance: provenance, isJournal: true)])
      #expect(html.contains("<dd>journal of a sweep that is not finished</dd>"))
      #expect(html.contains("<dt>With the command</dt>") == (provenance != nil))
    }
  }
}
