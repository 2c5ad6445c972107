import Foundation
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
        .filter { !$0.contains("history") }
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
}
