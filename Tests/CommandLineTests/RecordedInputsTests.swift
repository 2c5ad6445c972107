import HDF5Reading
import TestSupport
import Testing

/// Recorded inputs through the measures that read one series or many, as a process.
@Suite struct RecordedInputsTests {
  /// 900 steps of one input that tells of itself.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = (0..<900).map { "\(Double(($0 * 37) % 101) / 101 - 0.5)" }
    try folder.write("x\n" + rows.joined(separator: "\n") + "\n", to: "x.csv")
    return folder
  }

  private static let capacity = [
    "capacity", "--construct", "forgetting", "--rate", "0.5", "--inputs", "x.csv", "--repeats", "2",
    "--washout",
    "10", "--training-steps", "200", "--test-steps", "150", "--maximum-delay", "5", "--quiet", "-o", "c.h5",
  ]

  @Test func capacitySaysWhatRecordedInputsMean() throws {
    let folder = try folder()
    let outcome = try Tool.run(Self.capacity, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let said = "tell of these without any memory"
    #expect(outcome.output.contains(said))
    #expect(!outcome.output.contains("which bound it"))
    #expect(try Tool.run(["show", "c.h5"], in: folder).output.contains(said))
    let root = StoredObject(file: folder.path("c.h5"))
    let training = try root.dataset("training_row").read(as: Int32.self)
    let test = try root.dataset("test_row").read(as: Int32.self)
    #expect(training.count == 4)
    for (first, second) in zip(training, test) {
      #expect(first >= 0 && first + 210 <= second && second + 160 <= 900)
    }
    // Of random inputs none of it is said.
    let random = try Tool.run(
      Self.capacity.filter { !["--inputs", "x.csv"].contains($0) } + ["--force"], in: folder)
    #expect(random.status == 0 && !random.output.contains(said) && random.output.contains("which bound it"))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let folder = try folder()
    func errors(_ options: [String], status: Int32) throws -> String {
      let outcome = try Tool.run(options, in: folder)
      #expect(outcome.status == status, "\(outcome)")
      return outcome.errors
    }
    #expect(
      try errors(Self.capacity + ["--input-distribution", "normal"], status: 64).contains(
        "--input-distribution is only for random inputs, not recorded ones (--inputs)"))
    #expect(
      try errors(Self.capacity + ["--training-steps", "800"], status: 65).contains(
        """
        --inputs holds 900 steps, of which a run would read 970; give less of --training-steps, --test-steps, \
        --washout and --maximum-delay.
        """))
    #expect(
      try errors(["lyapunov", "--inputs", "x.csv", "-o", "l.h5"], status: 64).contains(
        "--inputs is only for networks from files or constructed ones"))
  }

  @Test func exponentsAndRecall() throws {
    let folder = try folder()
    let exponents = try Tool.run(
      [
        "lyapunov", "--construct", "forgetting", "--rate", "0.5", "--inputs", "x.csv", "--washout", "50",
        "--alignment", "50", "--steps", "300", "--repeats", "2", "--quiet", "-o", "l.h5",
      ], in: folder)
    #expect(exponents.status == 0, "\(exponents.errors)")
    let root = StoredObject(file: folder.path("l.h5"))
    #expect(try root.dataset("first_row").read(as: Int32.self).allSatisfy { (0...500).contains($0) })
    let largest = try root.dataset("largest_exponent").read(as: Double.self)
    #expect(largest.allSatisfy { abs($0 + 0.693147) < 1e-3 })
    let recall = try Tool.run(
      [
        "recall", "--cells", "lstm", "--inputs", "x.csv", "--steps", "100", "--sequences", "6", "--quiet",
        "-o",
        "r.h5",
      ], in: folder)
    #expect(recall.status == 0, "\(recall.errors)")
    let errors = try StoredObject(file: folder.path("r.h5")).dataset("largest_absolute_error")
      .read(as: Double.self)
    #expect(errors.last == 0)
  }
}
