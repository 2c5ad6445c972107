import ArgumentParser
import Experiments
import Foundation
import Text

/// The script that submits a sweep to Slurm: an array of tasks, a part of the sweep each, and a job that joins the parts.
///
/// It asks for nothing but processors, memory and time: accounts and partitions are the site's to say.
struct SlurmScript {
  /// The program as it runs on the nodes, too, which share its file.
  var program = Program.path
  /// The subcommand of the sweep.
  let command: String
  /// The options of a task, one an element.
  let words: [[String]]
  /// Path of the file of all parts together; and whether it may be there already.
  let output: String
  let overwrites: Bool
  let tasks: Int
  /// Of a task, and so is what follows.
  let processors: Int
  /// Estimated memory.
  let bytes: Double
  /// Estimated time; nil if there is nothing to go by.
  let estimate: Duration?
  /// When Slurm ends it.
  let time: JobTime
  /// Of sbatch, for both jobs.
  let options: [String]

  var text: String {
    """
    #!/usr/bin/env bash
    # \(Program.name) \(command) as an array of \(tasks) tasks, and a job that joins what they find in \(output.printable).
    # A task is estimated to take \(estimate.map { NumberText.duration($0 / .seconds(1)) } ?? "a time not known") and \
    \(NumberText.bytes(bytes)).
    #
    # To submit both: bash FILE. To repeat tasks 2 and 5, and the joining: bash FILE --array=2,5.
    set -euo pipefail

    array_job() {
      cat <<'SCRIPT'
    \(arrayJob)
    SCRIPT
    }

    merge_job() {
      cat <<'SCRIPT'
    \(mergeJob)
    SCRIPT
    }

    array=$(array_job | sbatch --parsable "$@")
    array=${array%%;*}
    merge=$(merge_job | sbatch --parsable --dependency="afterok:$array")
    echo "Submitted job array $array, and job ${merge%%;*} to join its parts."

    """
  }

  private var arrayJob: String {
    """
    #!/usr/bin/env bash
    \(header(command, ["--array=1-\(tasks)", "--cpus-per-task=\(processors)"], time: time, ["--requeue", "--open-mode=append"]))
    set -u
    status=0
    \(([[program, command]] + words).map(Self.line).joined(separator: " \\\n  ")) || status=$?
    # 75 says that it stopped before the time was up, with runs left (--stop-after follows from --time above). Back in the
    # queue, the task goes on from there, and what waits for the array goes on waiting.
    if [ "$status" -eq 75 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
    exit "$status"
    """
  }

  private var mergeJob: String {
    // Read by the program, not the shell: where a file is lacking it takes what is in its journal.
    let parts = DerivedFile.path(besides: output, suffix: "-*-of-\(tasks)")
    return """
      #!/usr/bin/env bash
      \(header("\(command)-merge", [], time: .merge, ["--kill-on-invalid-dep=yes"]))
      set -u
      \(Self.line([program, "merge", parts, "--output", output] + (overwrites ? ["--force"] : [])))
      """
  }

  private func header(_ name: String, _ first: [String], time: JobTime, _ last: [String]) -> String {
    let lines =
      ["--job-name=\(Program.name)-\(name)"] + first + ["--mem=\(megabytes)M", "--time=\(time.text)"] + last
    // An option of sbatch may have its value behind it.
    var given: [[String]] = []
    for word in options {
      if word.hasPrefix("-") || given.isEmpty {
        given.append([word])
      } else {
        given[given.count - 1].append(word)
      }
    }
    return (lines + given.map(Self.line)).map { "#SBATCH \($0)" }.joined(separator: "\n")
  }

  private static func line(_ words: [String]) -> String { words.map(ShellWord.quoted).joined(separator: " ") }

  /// Estimates are right to a factor of two or so; and the program's libraries take their part.
  private var megabytes: Int { 100 * Int(saturating: min((2 * bytes / 1e6 + 200) / 100, 1e9).rounded(.up)) }
}

/// A time that Slurm gives a job, in whole minutes, which is how exactly it counts.
struct JobTime: Equatable {
  let minutes: Int

  /// For joining parts, which takes seconds.
  static let merge = JobTime(minutes: 30)
  private static let mostSteps = 144.0

  init(minutes: Int) { self.minutes = minutes }

  /// From numbers and their units: 90m, 1h30m, 48h. Seconds are rounded up to minutes.
  ///
  /// - Throws: `JobTimeError`; also for a number alone, which is of minutes to Slurm and of seconds to --stop-after.
  init(_ text: String) throws(JobTimeError) {
    guard text.last?.isLetter == true, let limit = TimeLimit(text) else { throw JobTimeError(text: text) }
    minutes = Int(saturating: (limit.duration / .seconds(60)).rounded(.up))
  }

  /// Twice what is estimated, in steps of ten minutes, and at most a day, which most sites allow: a task that takes longer
  /// goes on in the next.
  init(estimate: Duration?) {
    let steps = estimate.map { (2 * ($0 / .seconds(600))).rounded(.up) } ?? 6
    minutes = 10 * Int(saturating: min(max(steps, 1), Self.mostSteps))
  }

  /// As sbatch reads it: hours:minutes:seconds.
  var text: String { "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):00" }

  /// When to stop by oneself: a twelfth of the time before, at most five minutes.
  var stop: String {
    let seconds = minutes * 60 - min(minutes * 5, 300)
    return seconds.isMultiple(of: 60) ? "\(seconds / 60)m" : "\(seconds)s"
  }
}

/// Text that is no time.
struct JobTimeError: Error, Equatable, CustomStringConvertible {
  let text: String
  /// Follows "The value '...' is invalid for '--option': ".
  var description: String { "'\(text)' is not a time such as 90m, 1h30m or 48h." }
}

extension SlurmScript {
  /// Submits both jobs by running the script.
  ///
  /// - Throws: `SubmissionError`.
  func submit() throws {
    guard Self.isFound("sbatch") else { throw SubmissionError.noSbatch }
    let bash = Process()
    let input = Pipe()
    bash.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    bash.arguments = ["bash"]
    bash.standardInput = input
    try bash.run()
    try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try? input.fileHandleForWriting.close()
    bash.waitUntilExit()
    guard bash.terminationStatus == 0 else { throw SubmissionError.refused }
  }

  private static func isFound(_ program: String) -> Bool {
    let folders = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }
}

/// What cannot be handed to Slurm.
enum SubmissionError: WordedError, Equatable {
  /// A command that is no sweep.
  case indivisible(String)
  case noSbatch
  /// By sbatch, which has said why.
  case refused

  var exitCode: ExitCode {
    switch self {
    case .indivisible: .wrongUsage
    case .noSbatch, .refused: .cannotCreate
    }
  }

  var sentence: String {
    switch self {
    case .indivisible(let command): "'\(command)' is no sweep: nothing of it can be divided among tasks."
    case .noSbatch:
      """
      sbatch is not found: nothing is submitted. --submit is for machines from which jobs are submitted; without it the       script is printed, to be run on one.
      """
    case .refused: "sbatch refused the job, for the reason above."
    }
  }
}
