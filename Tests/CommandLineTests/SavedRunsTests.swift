import Experiments
import Foundation
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks
import SequenceFiles
import TestSupport
import Testing

/// What --save-networks and --save-inputs write is what the runs were made of: from it alone come their numbers.
@Suite struct SavedRunsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let saving = ["--save-networks", "nets", "--save-inputs", "inputs"]

  private func results<M: Measure>(_ options: [String], as measure: M.Type) throws -> Results<M> {
    try SmallSweep.results(of: options + saving, output: "out.h5", in: folder, as: measure)
  }

  private func network(_ name: String) throws -> RecurrentNetwork<Float> {
    RecurrentNetwork(rounding: try NetworkFile(path: folder.path("nets/\(name).safetensors")).network())
  }

  private func inputs(_ name: String) throws -> SequenceTable {
    try SequenceFile(path: folder.path("inputs/\(name).npy")).read()
  }

  private func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(directory)).sorted()
  }

  // MARK: Divergence

  /// The largest difference between the outputs at every shared step, from two forward passes.
  private func differences(network: RecurrentNetwork<Float>, a: SequenceTable, b: SequenceTable) -> [Float] {
    let unique = b.values.count
    let first = Trajectory(of: network, inputs: a.values).outputs
    let second = Trajectory(of: network, inputs: b.values + a.values[unique...]).outputs
    return stride(from: b.rows * network.outputSize, to: first.count, by: network.outputSize).map { row in
      (row..<row + network.outputSize).map { abs(first[$0] - second[$0]) }.max() ?? 0
    }
  }

  /// The step after the last at which the difference exceeds a threshold.
  private func steps(_ differences: [Float], within threshold: Double) -> Int {
    (differences.lastIndex { Double($0) > threshold } ?? -1) + 2
  }

  private func check(
    _ value: DivergenceMeasurement?, _ settings: DivergenceSettings, network: String, inputs pair: String
  ) throws {
    let value = try #require(value)
    let found = differences(
      network: try self.network(network), a: try inputs("\(pair)-a"), b: try inputs("\(pair)-b"))
    #expect(found.count == settings.horizon)
    #expect(value.settled.reached && value.settled.steps == steps(found, within: 0))
    for (threshold, count) in zip(settings.thresholds, value.thresholds) {
      #expect(count.reached && count.steps == steps(found, within: threshold))
    }
  }

  @Test func drawnNetworksAndTheirPairs() throws {
    let results = try results(SmallSweep.options, as: Divergence.self)
    for run in results.plan.runs {
      guard case .drawn(let shape) = run.subject else { continue }
      try check(
        results.records[run]?.value, results.plan.settings,
        network: "\(shape.cell.rawValue)-1x\(shape.hiddenSize)-i\(shape.inputSize)-\(run.repeatIndex)",
        inputs: "i\(shape.inputSize)-\(run.repeatIndex)")
    }
    #expect(try names("nets").count == 16)
    // Every pair of sequences is written once.
    #expect(
      try names("inputs")
        == [1, 2].flatMap { size in
          [0, 1].flatMap { pair in ["a", "b"].map { "i\(size)-\(pair)-\($0).npy" } }
        })
    #expect(try inputs("i2-0-a").rows == 2_000 && inputs("i2-0-b").rows == 200)
  }

  /// Given networks, their twins, and stretches of recorded inputs, which begin where the results say.
  @Test func twinsAndRecordedInputs() throws {
    try TrainedNetworks.write("net.safetensors", hiddenSize: 3, in: folder)
    let rows = 700
    let recording = (0..<rows * 2).map { sin(Double($0 * $0 % 997)) }
    try folder.write(
      recording.enumerated().map { "\($1)\($0 % 2 == 0 ? "," : "\n")" }.joined(), to: "data.csv")
    let results = try results(
      [
        "compare", "net.safetensors", "--inputs", "data.csv", "--repeat-inputs", "--pairs", "2", "--twins",
        "2", "--against",
        "keras,shuffled", "--total-steps", "1500", "--unique-steps", "100",
      ], as: Divergence.self)
    for run in results.plan.runs {
      guard case .measured(let value)? = results.records[run] else { continue }
      let network =
        switch run.subject {
        case .twin(_, let kind, let number): "net.safetensors-\(kind.rawValue)-\(number ?? -1)"
        default: "net.safetensors"
        }
      try check(value, results.plan.settings, network: network, inputs: "i2-\(run.repeatIndex)")
    }
    #expect(try names("nets").count == 5)

    let labelled = try Document(reading: folder.path("out.h5"))
      .labelled(provenance: Provenance(commandLine: "", date: .now, program: ""))
    for (name, file, steps) in [("first_sequence_row", "a", 1_500), ("second_sequence_row", "b", 100)] {
      let starts = try #require(labelled.variable(name)?.values.integers)
      let places = zip(results.plan.runs, starts).filter { run, _ in run.subject == .given("net.safetensors")
      }
      #expect(places.count == 2)
      for (run, start) in places {
        let read = try inputs("i2-\(run.repeatIndex)-\(file)")
        #expect((0..<rows).contains(start) && read.rows == steps)
        for step in [0, 1, steps - 1] {
          let row = (start + step) % rows * 2
          for column in 0..<2 {
            #expect(read.values[step * 2 + column] == Double(Float(recording[row + column])))
          }
        }
      }
    }
  }

  // MARK: The others

  /// The loss is that of the saved network on the saved sequences, and its untrained self learns to be it from others.
  @Test func trainings() throws {
    let results = try results(
      [
        "memorize", "--cells", "rnn,gru", "--layers", "1-2", "--hidden-sizes", "3", "--positions", "1,3,9",
        "--repeats", "2", "--epochs", "30", "--length", "4-6", "--evaluation-sequences", "100",
        "--batch-size", "5",
      ], as: Memorization.self)
    for run in results.plan.runs {
      guard case .drawn(let shape) = run.subject else { continue }
      let position = results.plan.settings.positions[run.point[0]]
      let name = "\(shape.cell.rawValue)-\(shape.layers)x3-p\(position)-\(run.repeatIndex)"
      let (trained, untrained) = (try network(name), try network("\(name)-untrained"))
      guard position < 9 else {
        #expect(trained == untrained && !folder.exists("inputs/\(name)-evaluation.npy"))
        continue
      }
      #expect(trained != untrained)
      let (axes, values) = try array("inputs/\(name)-evaluation.npy")
      #expect(axes == [100, 6])
      let errors = stride(from: 0, to: values.count, by: 6).map { row in
        let sequence = values[row..<row + 6].drop { $0.isNaN }.map { Double($0) }
        let answer = Trajectory(of: trained, inputs: sequence).outputs.suffix(trained.outputSize).reduce(0, +)
        return abs(Double(answer) - sequence[sequence.count - position])
      }
      let loss = try #require(results.records[run]?.value?.loss)
      #expect(abs(errors.reduce(0, +) / 100 - loss) < 1e-6)
      #expect(try array("inputs/\(name)-training.npy").shape == [30, 5, 6])
    }
  }

  /// The shape and the float32 values of an .npy file.
  private func array(_ name: String) throws -> (shape: [Int], values: [Float]) {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
    let length = Int(bytes[8]) + Int(bytes[9]) << 8
    let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    let shape = try #require(header.firstMatch(of: #/'descr': '<f4'.*'shape': \((.*?),?\)/#)).1
    return (
      shape.split(separator: ", ").compactMap { Int($0) },
      bytes[(10 + length)...].withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    )
  }

  /// A latch returns the first input of the sequences that are saved, and so does the readout of its unit.
  @Test func recalls() throws {
    let results = try results(
      [
        "recall", "--cells", "lstm", "--hidden-sizes", "4", "--steps", "30", "--sequences", "3",
        "--magnitudes",
        "1,100",
      ], as: Recall.self)
    for run in results.plan.runs {
      let value = try #require(results.records[run]?.value)
      let magnitude = results.plan.settings.magnitudes[run.point[0]]
      let (shape, values) = try array("inputs/i1-m\(magnitude)-0-test.npy")
      #expect(shape == [3, 30, 1])
      #expect((0..<3).map { Double(values[$0 * 30]) } == value.firstInputs)
      let readout = try #require(results.plan.outline(of: run.subject).readout)
      let latch = try network("latch lstm")
      for sequence in 0..<3 {
        let outputs = Trajectory(
          of: latch, inputs: values[sequence * 30..<(sequence + 1) * 30].map { Double($0) }
        ).outputs
        let answers = results.plan.settings.steps.map {
          readout.scale * Double(outputs[($0 - 1) * 4 + readout.unit])
        }
        #expect(zip(answers, value.answers[sequence]).allSatisfy { abs($0 - $1) <= 1e-6 * abs($1) })
      }
    }
  }

  /// The unit that is fitted best to its last input but k is as good as capacities say, for a network of one unit.
  @Test func capacities() throws {
    let results = try results(
      [
        "capacity", "--cells", "rnn", "--hidden-sizes", "1", "--washout", "20", "--maximum-delay", "3",
        "--training-steps", "400", "--test-steps", "300", "--repeats", "1", "--surrogates", "2",
      ], as: Capacity.self)
    let value = try #require(results.records[results.plan.runs[0]]?.value)
    let settings = results.plan.settings
    let (test, training) = (try inputs("i1-0-test"), try inputs("i1-0-training"))
    #expect(training.rows == settings.leadSteps + 400 && test.rows == settings.leadSteps + 300)
    let states = Trajectory(of: try network("rnn-1x1-0"), inputs: test.values).outputs.map { Double($0) }
    for delay in 1...3 {
      let x = Array(states[settings.leadSteps...])
      let y = (0..<300).map { test.values[settings.leadSteps + $0 - delay] }
      // Of one unit every readout has the same correlation.
      let (mx, my) = (x.reduce(0, +) / 300, y.reduce(0, +) / 300)
      let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
      let yy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
      let (squared, floor) = (xy * xy / (xx * yy), value.noiseFloor[delay - 1])
      #expect(abs((squared - floor) / (1 - floor) - value.uncorrectedFunction[delay - 1]) < 1e-6)
    }
  }

  // MARK: Files that are there

  /// Files of runs that a killed sweep had not finished are its own; so are those of a finished one.
  @Test func whatIsThereAlreadyIsNoConflict() throws {
    let sweep = [
      "divergence", "--cells", "lstm,gru", "--hidden-sizes", "1,3,48", "--input-sizes", "1,2", "--repeats",
      "8",
      "--total-steps", "30000", "--unique-steps", "500", "--quiet",
    ]
    let options = sweep + saving + ["--output", "out.h5"]
    let running = try RunningTool(options, in: folder)
    func left() -> Int { (try? names("nets").count) ?? 0 }
    let start = Date.now
    while left() < 4, start.timeIntervalSinceNow > -60 { Thread.sleep(forTimeInterval: 0.01) }
    running.send(SIGKILL)
    #expect(try running.outcome().status == -SIGKILL)
    #expect((4..<96).contains(left()))
    let resumed = try Tool.run(options, in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try names("nets").filter { $0.hasSuffix(".safetensors") }.count == 96)
    let again = try Tool.run(sweep + saving + ["-o", "other.h5"], in: folder)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func whatOthersWroteIsLeft() throws {
    try FileManager.default.createDirectory(atPath: folder.path("inputs"), withIntermediateDirectories: true)
    try folder.write("mine", to: "inputs/i2-1-b.npy")
    let options = SmallSweep.options + saving + ["--output", "out.h5"]
    let refused = try Tool.run(options, in: folder)
    #expect(refused.status == 73 && refused.errors.contains("inputs/i2-1-b.npy: "), "\(refused.errors)")
    #expect(!folder.exists("out.h5"))
    let forced = try Tool.run(options + ["--force"], in: folder)
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try inputs("i2-1-b").rows == 200)
  }

  @Test func whatDoesNotFitIntoMemoryIsRefused() throws {
    let outcome = try Tool.run(
      [
        "divergence", "--cells", "rnn", "--hidden-sizes", "1", "--input-sizes", "128", "--repeats", "1",
        "--total-steps", "2000000000", "--save-inputs", "inputs", "-o", "out.h5",
      ], in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains("leave out --save-inputs"), "\(outcome.errors)")
  }
}
