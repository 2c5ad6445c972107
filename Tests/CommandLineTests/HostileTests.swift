import Experiments
import Foundation
import MemoryMeasures
import TestSupport
import Testing

/// What a hostile environment or a hostile number did once: each ended in a signal, hung, or lost what was finished.
@Suite struct HostileTests {
  private static let sweep =
    "divergence --cells lstm --hidden-sizes 2 --input-sizes 1 --repeats 3 --total-steps 400 --unique-steps 20"

  /// The journal got descriptor 2, and the progress was written over its beginning.
  @Test(arguments: ["2>&-", "1>&-", "0<&-", "0<&- 1>&- 2>&-"])
  func closedStandardStreams(closed: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(
      """
      "$tool" \(Self.sweep) -o a.h5 \(closed) && "$tool" \(Self.sweep) -o b.h5 && \
      for name in a b; do "$tool" export $name.h5 -o $name.json; done
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let results = try ["a.json", "b.json"].map { name in
      try String(decoding: folder.contents(name), as: UTF8.self).split(separator: "\n")
        .filter { !$0.contains("history") && !$0.contains("provenance") }
    }
    #expect(results[0] == results[1])
  }

  /// Workers that never started were waited for.
  @Test(
    .enabled(if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv"), "needs root"))
  func threadsThatCannotBeMade() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(
      """
      chmod 777 . && setpriv --reuid=54321 --regid=54321 --clear-groups bash -c \
      'ulimit -u 5; exec timeout -k 1 100 "$0" \(Self.sweep) --repeats 60 --jobs 64 --quiet -o t.h5' "$tool"
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("Note: the system gives only "))
    #expect(folder.exists("t.h5"))
  }

  @Test(arguments: [
    (
      "memorize --cells rnn --hidden-sizes 2 --layers 1 --positions 1 --repeats 3 --epochs 3 --truncate 2147483648",
      "--truncate"
    ), ("\(sweep) --shard 1/2305843009213693952", "--shard"),
    ("\(sweep) --repeats 9223372036854775807", "--repeats"),
    ("\(sweep) --hidden-sizes 1-9223372036854775807", "--hidden-sizes"),
  ])
  func numbersThatAreTooLarge(command: String, option: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell("\"$tool\" \(command) --quiet -o a.h5", in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains(option), "\(outcome.errors)")
  }

  @Test func differencesBeyondEveryScale() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(
      """
      "$tool" divergence --cells esn --activation identity --spectral-radius 1.025 --total-steps 3000 \
      --unique-steps 50 --curves --repeats 3 --input-sizes 2 --hidden-sizes 4 --quiet -o e.h5 && \
      "$tool" report e.h5 -o e.html && "$tool" plot e.h5 --figure difference-curves -o e.svg && \
      "$tool" construct forgetting --rate 0.5 --cell gru --hidden-size 3 -o f.safetensors && \
      "$tool" recall --network f.safetensors --training-sequences 30 --magnitudes 1e30 --steps 10 --sequences 3 \
      --quiet -o r.h5 && "$tool" plot r.h5 -o r.svg && "$tool" report r.h5 -o r.html && "$tool" show r.h5
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// A journal of a few hundred bytes that asks for ten million runs took a gigabyte.
  @Test(arguments: ["", "ulimit -v 2000000; "])
  func journalsThatAskForMillions(limit: String) throws {
    let folder = try TemporaryFolder()
    let plan = try Plan<Divergence>(
      subjects: .drawn(NetworkGrid(cells: [.lstm], layers: [1], hiddenSizes: [2], inputSizes: [1])),
      repeats: Subjects.mostRuns, settings: .standard)
    try folder.write(HostileJournal.header(of: plan), to: "huge.h5.journal")
    let outcome = try RunningTool(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "\(limit)exec \"$tool\" show huge.h5"], in: folder,
      environment: ["tool": Tool.url.path]
    ).outcomeWithPeakMemory()
    // What all runs would find takes ten gigabytes, which not every machine has.
    let isRefused = outcome.status == 65 && outcome.errors.contains("of memory, and ")
    #expect(isRefused || (outcome.status == 0 && limit.isEmpty), "\(outcome.status) \(outcome.errors)")
    #expect(try #require(outcome.peakMemory) < 400_000_000, "\(outcome.peakMemory ?? 0)")
  }

  /// A link beside the output led what was written to another file.
  @Test func linksBesideTheOutput() throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "victim")
    let outcome = try Tool.shell(
      """
      for name in a.h5.partial a.h5.temporary a.h5.1-0.temporary; do ln -s victim $name; done && \
      "$tool" \(Self.sweep) --quiet -o a.h5 && test ! -L a.h5
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.contents("victim") == Data("precious".utf8))
  }

  /// Many merged into one file of the same name beside the output, and most failed.
  @Test func concurrentMerges() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell(
      """
      "$tool" \(Self.sweep) --quiet --shard 1/2 -o 1.h5 && "$tool" \(Self.sweep) --quiet --shard 2/2 -o 2.h5 && \
      for i in 1 2 3 4 5 6 7 8; do "$tool" merge 1.h5 2.h5 -o all.h5 --force >/dev/null || echo failed >&2 & done; wait
      """, in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let left = try Tool.shell("ls *.temporary 2>/dev/null | wc -l", in: folder)
    #expect(left.output.trimmingCharacters(in: .whitespaces) == "0\n")
  }

  /// What a process left that was killed while it wrote goes when the same sweep is run again; what another process is
  /// writing stays.
  @Test func leftovers() throws {
    let folder = try TemporaryFolder()
    try folder.write("half", to: "a.h5.4194305-0.temporary")
    try folder.write("other", to: "b.h5.4194305-0.temporary")
    let outcome = try Tool.shell(
      """
      "$tool" \(Self.sweep) --quiet -o a.h5 && test ! -e a.h5.4194305-0.temporary && test -e b.h5.4194305-0.temporary
      """, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(arguments: [
    "recall --network n.safetensors --steps 5 --sequences 2 --training-sequences 50 -o n.safetensors",
    "divergence --network n.safetensors --pairs 1 --total-steps 300 --unique-steps 20 -o ./n.safetensors",
    "compare --group g=n.safetensors,m.safetensors -o n.safetensors",
    "capacity --experiment e.yaml -o e.yaml", "merge n.safetensors -o n.safetensors",
  ])
  func outputsThatAreInputs(command: String) throws {
    let folder = try TemporaryFolder()
    let made = try Tool.shell(
      """
      "$tool" construct memoryless -o n.safetensors && cp n.safetensors copy && \
      "$tool" construct forgetting --rate 0.5 -o m.safetensors && echo 'repeats: 1' > e.yaml
      """, in: folder)
    #expect(made.status == 0)
    let outcome = try Tool.shell("\"$tool\" \(command) --force", in: folder)
    #expect(
      outcome.status == 73
        && outcome.errors.hasSuffix("is what this command reads; choose another --output.\n"))
    #expect(try folder.contents("n.safetensors") == folder.contents("copy"))
  }

  /// Another name was written.
  @Test func namesThatAreNotUTF8() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.shell("\"$tool\" show \"$(printf 'a\\377.h5')\"", in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: argument 2, 'a\u{FFFD}.h5', is not UTF-8"))
  }

  /// Names moved the cursor of terminals, or turned the direction of what followed.
  @Test func namesThatAreNotSeen() throws {
    let folder = try TemporaryFolder()
    for name in ["\u{1B}[2Ja", "a\u{202E}5h.b", "a\u{2028}b", "a\nb", "\u{10FFFF}"] {
      let outcome = try Tool.run(["show", name], in: folder)
      #expect(outcome.status == 66)
      let lines = outcome.errors.unicodeScalars
      #expect(lines.filter { $0 == "\u{FFFD}" }.count >= 1, "\(outcome.errors)")
      #expect(!lines.dropLast().contains { ["\u{1B}", "\u{202E}", "\u{2028}", "\n"].contains($0) })
    }
    let unknown = try Tool.run(["show", "--\u{1B}[31m"], in: folder)
    #expect(unknown.status == 64 && !unknown.errors.contains("\u{1B}"))
  }

  @Test func devicesAreNotReadToTheirEnd() throws {
    let folder = try TemporaryFolder()
    for (command, status) in [
      ("show /dev/zero", 65), ("inspect /dev/zero", 65),
      ("forward --network n.safetensors --inputs /dev/zero -o o.npy", 65),
      ("divergence --experiment /dev/zero", 65),
    ] {
      let outcome = try Tool.shell(
        """
        "$tool" construct memoryless -o n.safetensors --force >/dev/null; ulimit -v 4000000; \
        exec timeout 60 "$tool" \(command)
        """, in: folder)
      #expect(outcome.status == Int32(status), "\(command): \(outcome.status) \(outcome.errors)")
    }
  }
}

/// A journal that no sweep would be let write.
private enum HostileJournal {
  private struct Header: Encodable {
    let journal = 2
    let format = Divergence.format
    let fingerprint: String
    let plan: Plan<Divergence>
    let shard = Shard.whole
  }

  /// The first line.
  static func header(of plan: Plan<Divergence>) throws -> [UInt8] {
    let text = try JSONEncoder().encode(Header(fingerprint: plan.fingerprint, plan: plan))
    var crc = UInt32.max
    for byte in text {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    let digits = String(~crc, radix: 16)
    return Array((String(repeating: "0", count: 8 - digits.count) + digits + " ").utf8) + text + [
      UInt8(ascii: "\n")
    ]
  }
}
