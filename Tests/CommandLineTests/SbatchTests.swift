import Foundation
import TestSupport
import Testing

@testable import memprobe

/// `memprobe sbatch`: the script that hands a sweep to Slurm. Tests/Slurm runs it there.
@Suite struct SbatchTests {
  private let script = SlurmScript(
    program: "/opt/memprobe/bin/memprobe", command: "divergence",
    words: [
      ["--cells", "lstm,gru"], ["--shard", "auto/8"], ["--stop-after", "55m"],
      ["--output", "my results/all-{shard}-of-{shards}.h5"],
    ], output: "my results/all.h5", overwrites: false, tasks: 8, processors: 2, bytes: 4e8,
    estimate: .seconds(1500),
    time: JobTime(minutes: 60), options: ["--partition=short", "--mail-user", "a b"])

  @Test func wholeScript() {
    #expect(
      script.text == #"""
        #!/usr/bin/env bash
        # memprobe divergence as an array of 8 tasks, and a job that joins what they find in my results/all.h5.
        # A task is estimated to take 25 min 0 s and 400.0 MB.
        #
        # To submit both: bash FILE. To repeat tasks 2 and 5, and the joining: bash FILE --array=2,5.
        set -euo pipefail

        array_job() {
          cat <<'SCRIPT'
        #!/usr/bin/env bash
        #SBATCH --job-name=memprobe-divergence
        #SBATCH --array=1-8
        #SBATCH --cpus-per-task=2
        #SBATCH --mem=1000M
        #SBATCH --time=1:00:00
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --partition=short
        #SBATCH --mail-user 'a b'
        set -u
        status=0
        /opt/memprobe/bin/memprobe divergence \
          --cells lstm,gru \
          --shard auto/8 \
          --stop-after 55m \
          --output 'my results/all-{shard}-of-{shards}.h5' || status=$?
        # 75 says that it stopped before the time was up, with runs left (--stop-after follows from --time above). Back in the
        # queue, the task goes on from there, and what waits for the array goes on waiting.
        if [ "$status" -eq 75 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
        exit "$status"
        SCRIPT
        }

        merge_job() {
          cat <<'SCRIPT'
        #!/usr/bin/env bash
        #SBATCH --job-name=memprobe-divergence-merge
        #SBATCH --mem=1000M
        #SBATCH --time=0:30:00
        #SBATCH --kill-on-invalid-dep=yes
        #SBATCH --partition=short
        #SBATCH --mail-user 'a b'
        set -u
        /opt/memprobe/bin/memprobe merge 'my results/all-*-of-8.h5' --output 'my results/all.h5'
        SCRIPT
        }

        array=$(array_job | sbatch --parsable "$@")
        array=${array%%;*}
        merge=$(merge_job | sbatch --parsable --dependency="afterok:$array")
        echo "Submitted job array $array, and job ${merge%%;*} to join its parts."

        """#)
  }

  /// Two jobs of this name, whatever is asked of it: it keeps what it is handed, and prints a number.
  private static let sbatch = """
    #!/bin/sh
    number=$(ls | grep -c 'job-.*[.]sh')
    cat >"job-$number.sh"
    echo "$@" >"job-$number.options"
    echo "1$number;cluster"
    """

  /// Runs the tool where `sbatch` is a program that takes jobs.
  private func run(_ arguments: [String], sbatch: String = sbatch, in folder: TemporaryFolder) throws
    -> Tool.Outcome
  {
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: true)
    try folder.write(sbatch, to: "bin/sbatch")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/sbatch"))
    let path = "\(folder.path("bin")):/usr/bin:/bin"
    return try RunningTool(Tool.url, arguments, in: folder, environment: ["PATH": path]).outcome()
  }

  @Test func submitsBothJobsTheSecondAfterTheFirst() throws {
    let folder = try TemporaryFolder()
    let options = SmallSweep.options + ["--tasks", "3", "--time", "2m", "--jobs=2", "-o", "it's.h5"]
    let outcome = try run(["sbatch", "--submit"] + options + ["--", "--account=lab"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output == "Submitted job array 10, and job 11 to join its parts.\n")
    let text = { (name: String) in String(decoding: try folder.contents(name), as: UTF8.self) }
    #expect(try text("job-0.options") == "--parsable\n")
    #expect(try text("job-1.options") == "--parsable --dependency=afterok:10\n")
    let array = try text("job-0.sh")
    for line in ["--array=1-3", "--cpus-per-task=2", "--time=0:02:00", "--account=lab"] {
      #expect(array.contains("\n#SBATCH \(line)\n"), "\(line)")
    }
    #expect(array.contains(" divergence \\\n  --cells lstm,gru \\\n  --hidden-sizes 1,2 \\\n"))
    #expect(
      array.contains(
        """
          --jobs 2 \\
          --shard auto/3 \\
          --stop-after 110s \\
          --output 'it'\\''s-{shard}-of-{shards}.h5' || status=$?
        """))
    #expect(try text("job-1.sh").contains("\n#SBATCH --account=lab\n"))
    for job in ["job-0.sh", "job-1.sh"] {
      let check = "bash -n \(job) && if command -v shellcheck >/dev/null; then shellcheck \(job); fi"
      let checked = try Tool.shell(check, in: folder)
      #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    }
  }

  @Test func theScriptIsCleanBash() throws {
    let folder = try TemporaryFolder()
    try folder.write(script.text, to: "script.sh")
    let check = "bash -n script.sh && if command -v shellcheck >/dev/null; then shellcheck script.sh; fi"
    let checked = try Tool.shell(check, in: folder)
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func whatCannotBeSubmitted() throws {
    let folder = try TemporaryFolder()
    let sweep = ["sbatch"] + SmallSweep.options + ["--tasks", "3", "--time", "2m"]
    let refusal = "#!/bin/sh\ncat >/dev/null; echo no account >&2; exit 1"
    let refused = try run(sweep + ["--submit"], sbatch: refusal, in: folder)
    #expect(refused.status == 73 && refused.output.isEmpty)
    #expect(refused.errors == "no account\nError: sbatch refused the job, for the reason above.\n")
    let environment = ["PATH": folder.path("nothing")]
    let absent = try RunningTool(Tool.url, sweep + ["--submit"], in: folder, environment: environment)
      .outcome()
    #expect(
      absent.status == 73 && absent.errors.hasPrefix("Error: sbatch is not found: nothing is submitted."))
  }

  @Test(arguments: [
    ("sbatch merge a.h5 -o b.h5 --tasks 2", "'merge' is no sweep"),
    ("sbatch divergence --tasks 0", "--tasks is 0; allowed are numbers from 1 to 1,000,000,000."),
    ("sbatch divergence --tasks 2 --shard 1/2", "--shard is only for sweeps that are not handed to Slurm"),
    ("sbatch divergence --tasks 2 --dry-run", "--dry-run is only for sweeps that are not handed to Slurm"),
    ("sbatch divergence --tasks 2 --time 1:00", "'1:00' is not a time such as 90m, 1h30m or 48h."),
    ("sbatch divergence --tasks 2 --total-steps 1", "--total-steps"),
    ("sbatch divergence --tasks 2 --taks 3", "Unknown option '--taks'"),
    ("sbatch --tasks 2", "Missing expected argument '<command> ...'"),
    ("sbatch divergence", "Missing expected argument '--tasks <n>'"),
  ])
  func wrongUse(words: String, error: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(words.split(separator: " ").map(String.init), in: folder)
    #expect(
      outcome.status == 64 && outcome.output.isEmpty && outcome.errors.contains(error), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("1m", 1, "0:01:00", "55s"), ("30s", 1, "0:01:00", "55s"), ("90m", 90, "1:30:00", "85m"),
    ("1h30m", 90, "1:30:00", "85m"), ("48h", 2880, "48:00:00", "2875m"), ("5m", 5, "0:05:00", "275s"),
  ])
  func times(text: String, minutes: Int, told: String, stop: String) throws {
    let time = try JobTime(text)
    #expect(time.minutes == minutes && time.text == told && time.stop == stop)
  }

  @Test(arguments: [
    "", "5", "m", "-1m", "1.5h", "0s", "1h5", "99999999999999999999h", "9999999h", "1w", "2d",
  ])
  func whatIsNoTime(text: String) {
    #expect(throws: JobTimeError(text: text)) { try JobTime(text) }
  }

  /// Twice the estimate in steps of ten minutes, at most a day; an hour where there is none.
  @Test func timesByEstimates() {
    let minutes = { (estimate: Duration?) in JobTime(estimate: estimate).minutes }
    #expect(minutes(.zero) == 10 && minutes(.seconds(300)) == 10 && minutes(.seconds(301)) == 20)
    #expect(minutes(.seconds(86_400)) == 1440 && minutes(.seconds(Int64.max)) == 1440 && minutes(nil) == 60)
  }
}
