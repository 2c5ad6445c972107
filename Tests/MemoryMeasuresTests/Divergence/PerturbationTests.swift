import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Perturbations in the middle of a trajectory, of networks whose answers are known by arithmetic.
@Suite struct PerturbationTests {
  private static let stream = RandomStream(seed: 31)

  private func settings(
    _ perturbation: Perturbation, size: Double = 1, at places: [Int]? = [20], steps: Int = 1,
    total: Int = 400, follows: Bool = true
  ) throws -> DivergenceSettings {
    try DivergenceSettings(
      totalSteps: total, thresholds: [1e-1, 1e-3], recordsCurve: true, perturbation: perturbation,
      size: size, at: places, perturbedSteps: steps, followsResponse: follows)
  }

  private func inputs(_ settings: DivergenceSettings, inputSize: Int = 1) -> DivergingInputs {
    DivergingInputs(
      inputSize: inputSize, stream: Self.stream,
      change: InputChange(
        input: settings.perturbation.input(of: inputSize, names: nil), share: settings.size))
  }

  private func measure<Scalar: NetworkScalar>(
    _ network: RecurrentNetwork<Scalar>, _ settings: DivergenceSettings
  ) throws -> DivergenceMeasurement {
    try Divergence.measure(
      network, inputs: inputs(settings, inputSize: network.inputSize), settings: settings)
  }

  private func reached(_ steps: Int) -> CensoredSteps { CensoredSteps(steps: steps, reached: true) }

  private func drawn<Scalar: NetworkScalar>(
    _ cell: CellType, inputs: Int = 3, hidden: Int = 8, layers: Int = 1, in: Scalar.Type = Scalar.self
  ) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: inputs, hiddenSize: hidden),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
  }

  private static let all: [Perturbation] = [.step, .feature("1"), .state]

  // MARK: Known by arithmetic

  /// The output differs at the perturbed step and the n - 1 after it; of a perturbed state, the last unit's number is gone
  /// after a step, and the first unit's after n.
  @Test(arguments: all, [1, 2, 9, 30])
  func aDelayLineAnswersForExactlyNSteps(perturbation: Perturbation, units: Int) throws {
    let network: RecurrentNetwork<Float> = DelayLine.network(hiddenSize: units, inputSize: 1)
    let found = try measure(network, settings(perturbation))
    #expect(found.settled == reached(units) && found.merged == reached(units))
    #expect(found.outcome == .merged)
    let response = try #require(found.response)
    #expect(response.steps == reached(units))
    #expect(response.curve.prefix(8).enumerated().allSatisfy { $1 > 0 ? $0 + 1 < units : $0 + 1 >= units })
    #expect(found.curve.prefix(8).enumerated().allSatisfy { $1 > 0 ? $0 + 1 < units : $0 + 1 >= units })
    // Of the weight that the input has, at which tanh is the identity but for rounding.
    if perturbation != .state { #expect(abs(response.largest / 0x1p-16 - 1) < 1e-8) }
  }

  /// Of a stretch, the steps after its last.
  @Test func aStretchIsCountedFromItsEnd() throws {
    let network: RecurrentNetwork<Double> = DelayLine.network(hiddenSize: 5, inputSize: 1)
    let found = try measure(network, settings(.step, steps: 7))
    #expect(found.merged == reached(5))
    // All of seven draws, each with a weight of 1: the largest of the last n, by the length of all.
    let largest = try #require(found.response).largest
    #expect(abs(largest * found.onset.length / found.onset.difference - 1) < 1e-9)
  }

  /// What no weight reads changes nothing, not even by rounding.
  @Test(arguments: CellType.allCases, [1, 2])
  func whatANetworkIgnoresDoesNothingExactly(cell: CellType, layers: Int) throws {
    let network: RecurrentNetwork<Float> = drawn(cell, layers: layers)
    let first = network.layers[0]
    let gates = cell.gateCount * first.hiddenSize
    let deaf = RecurrentLayer<Float>(
      cell: cell, inputSize: 3, hiddenSize: first.hiddenSize,
      // Gates x inputs, input by input.
      inputKernel: first.inputKernel.indices.map { $0 / gates == 1 ? 0 : first.inputKernel[$0] },
      recurrentKernel: first.recurrentKernel, bias: first.bias, recurrentBias: first.recurrentBias)
    let altered = RecurrentNetwork<Float>(layers: [deaf] + network.layers.dropFirst())
    let ignored = try measure(altered, settings(.feature("2")))
    #expect(ignored.onset.difference == 0 && ignored.onset.length > 0)
    #expect(ignored.merged == reached(1) && ignored.settled == reached(1))
    #expect(ignored.curve.allSatisfy { $0 == 0 } && ignored.finalDifference == 0)
    #expect(ignored.response?.largest == 0 && ignored.response?.steps == reached(1))
    #expect(ignored.response?.curve.allSatisfy { $0 == 0 } == true)
    let heard = try measure(altered, settings(.feature("3")))
    #expect(heard.onset.difference > 0 && (heard.response?.largest ?? 0) > 0)
  }

  /// What is added up stays, with the weight that it was added with.
  @Test(arguments: all) func whatIsAddedUpStaysForEver(perturbation: Perturbation) throws {
    let network: RecurrentNetwork<Double> = ConstantGates.perfect(hiddenSize: 3, inputSize: 1)
    let settings = try settings(perturbation)
    let found = try measure(network, settings)
    #expect(!found.merged.reached && !found.settled.reached)
    #expect(found.response?.steps == CensoredSteps(steps: settings.horizon, reached: false))
  }

  /// A latch keeps the first input; another step's does not even reach it.
  @Test func aLatchKeepsItsFirstInputForEver() throws {
    let latch = try ConstructedNetwork<Float>(.latch, cell: .lstm, hiddenSize: 6).network
    let first = try measure(latch, settings(.step, at: [0], follows: false))
    #expect(!first.settled.reached && first.outcome == .kept)
    #expect(first.finalDifference > 0.1)
  }

  /// h = U h + W x: the answer to input i is U^k W_i, the largest number of it in units of the change.
  @Test func aLinearNetworkAnswersByPowersOfItsKernel() throws {
    let plain: RecurrentNetwork<Double> = drawn(.esn, inputs: 3, hidden: 6)
    let drawn = plain.layers[0]
    let network = RecurrentNetwork(layers: [
      RecurrentLayer<Double>(
        cell: .esn, inputSize: 3, hiddenSize: 6, inputKernel: drawn.inputKernel,
        recurrentKernel: drawn.recurrentKernel, bias: drawn.bias, activation: .identity)
    ])
    let settings = try settings(.feature("2"), total: 60)
    let found = try measure(network, settings)
    let response = try #require(found.response)
    var power = (0..<6).map { drawn.inputKernel[6 + $0] }
    #expect(response.largest >= power.map(abs).max() ?? 0)
    let length = found.onset.length
    #expect(abs(found.onset.difference / length / (power.map(abs).max() ?? 0) - 1) < 1e-12)
    var place = 0
    for step in 1...settings.horizon {
      // Units x hidden units, hidden unit by hidden unit.
      power = (0..<6).map { unit in
        (0..<6).reduce(0) { $0 + drawn.recurrentKernel[6 * $1 + unit] * power[$1] }
      }
      guard step == settings.curveSteps[place] else { continue }
      let exact = power.map(abs).max() ?? 0
      #expect(abs(Double(response.curve[place]) / exact - 1) < 1e-6)
      #expect(abs(Double(found.curve[place]) - exact * length) < 1e-7 * exact * length + 1e-15)
      place += 1
    }
    #expect(place == settings.curveSteps.count)
  }

  /// Of a state that halves with every step 2^-k is left: less than a hundredth from step 7 on.
  @Test func aHalvingResponseTakesSevenSteps() throws {
    let network: RecurrentNetwork<Double> = ConstantGates.forgetting(
      0.5, cell: .gru, hiddenSize: 3, inputSize: 1)
    let found = try measure(network, settings(.state))
    let response = try #require(found.response)
    #expect(response.steps == reached(7))
    for (place, step) in try settings(.state).curveSteps.prefix(10).enumerated() {
      #expect(Double(response.curve[place]) == Double(Float(response.largest / Double(1 << step))))
    }
  }

  // MARK: Linear response

  /// Two dense layers on six units, which end in a softmax of three.
  private static func head(seed: UInt64 = 9) -> NetworkHead {
    let stream = RandomStream(seed: seed)
    let numbers: [Double] = (0..<43).map { Double(stream.normal(UInt64($0))) }
    return NetworkHead(
      name: "decision",
      layers: [
        .init(
          inputSize: 6, outputSize: 4, weights: Array(numbers[..<24]), bias: Array(numbers[24..<28]),
          activation: .curve(Activation(.silu))),
        .init(
          inputSize: 4, outputSize: 3, weights: Array(numbers[28..<40]), bias: Array(numbers[40..<43]),
          activation: .softmax),
      ])
  }

  /// The finite difference of a change of 1e-7 is off by as much of itself, and by the rounding of outputs below 1.
  @Test(arguments: CellType.allCases, all + [.beginning])
  func smallChangesAreAnsweredInProportion(cell: CellType, perturbation: Perturbation) throws {
    for reading in [DivergenceReading.outputs, .head] {
      try expectProportion(cell, perturbation, reading)
    }
  }

  private func expectProportion(
    _ cell: CellType, _ perturbation: Perturbation, _ reading: DivergenceReading
  ) throws {
    var network: RecurrentNetwork<Double> = drawn(cell, hidden: 6, layers: 2)
    network.head = Self.head()
    let settings = try DivergenceSettings(
      totalSteps: 70, uniqueSteps: 15, recordsCurve: true, perturbation: perturbation, size: 1e-7,
      at: perturbation == .beginning ? nil : [12], perturbedSteps: perturbation.isOfSteps ? 2 : 1,
      followsResponse: true, reading: reading)
    let found = try measure(network, settings)
    let changes = inputs(settings, inputSize: 3).changes(
      in: settings.spans[0], Arithmetic(.float64), as: Double.self, path: .best)
    let length = perturbation == .beginning ? LinearResponse.length(changes.joined()) : found.onset.length
    let response = try #require(found.response)
    var compared = 0
    for (difference, slope) in zip(found.curve, response.curve) where slope > 1e-5 {
      let expected = Double(slope) * length
      #expect(abs(Double(difference) - expected) < 1e-6 * expected + 5e-16)
      compared += 1
    }
    #expect(compared >= 7)
    if perturbation != .beginning {
      #expect(response.largest * length >= found.onset.difference * (1 - 1e-5))
    }
  }

  /// Half of the change, about half of the difference; and of twice the draw nothing but that.
  @Test func theSizeIsAShareOfTheWay() throws {
    let network: RecurrentNetwork<Double> = drawn(.gru)
    let lengths = try [1, 0.5, 1e-3].map {
      try measure(network, settings(.step, size: $0, follows: false)).onset.length
    }
    #expect(abs(lengths[1] / lengths[0] - 0.5) < 1e-15 && abs(lengths[2] / lengths[0] - 1e-3) < 1e-15)
  }

  @Test func aChangeThatRoundingSwallowsIsNone() throws {
    let network: RecurrentNetwork<Float> = drawn(.gru)
    #expect(throws: DivergenceError.equalInputs) {
      try measure(network, settings(.step, size: 1e-12, follows: false))
    }
    #expect(throws: DivergenceError.nothingChanged) {
      try measure(network, settings(.state, size: 1e-12, follows: false))
    }
  }

  /// In 16-bit formats a state is moved to one of the format: not at all by a change that float32 would tell.
  @Test(arguments: [Precision.bfloat16, .float16], Rounding.allCases)
  func statesMoveByNumbersOfTheFormat(precision: Precision, rounding: Rounding) throws {
    for cell in CellType.allCases {
      let network = RecurrentNetwork<Float>(
        rounding: drawn(cell, in: Double.self), to: Arithmetic(precision, rounding))
      #expect(throws: DivergenceError.nothingChanged) {
        try measure(network, settings(.state, size: 1e-7, follows: false))
      }
      let found = try measure(network, settings(.state, size: 0.3, follows: false))
      #expect(found.onset.difference > 0 && found.onset.length > found.onset.difference)
    }
  }

  // MARK: Steps and places

  /// Before the place, and after it, both sequences are those of the default protocol's first.
  @Test(arguments: [Perturbation.step, .feature("2")])
  func onlyWhatIsPerturbedDiffers(perturbation: Perturbation) throws {
    let settings = try settings(perturbation, at: [5], steps: 3, total: 40)
    let inputs = inputs(settings, inputSize: 2)
    let plain = DivergingInputs(inputSize: 2, stream: Self.stream)
    func values(_ inputs: DivergingInputs, isSecond: Bool, _ span: RunSpan) -> [Float] {
      inputs.values(
        steps: 30, isSecond: isSecond, of: span, in: Arithmetic(.float32), as: Float.self, path: .best)
    }
    let (a, b) = (
      values(inputs, isSecond: false, settings.spans[0]), values(inputs, isSecond: true, settings.spans[0])
    )
    let whole = RunSpan(total: 40, unique: 30)
    let (first, second) = (
      values(plain, isSecond: false, whole), values(plain, isSecond: true, whole)
    )
    #expect(a == first)
    for place in a.indices {
      let isPerturbed = (5..<8).contains(place / 2) && (perturbation == .step || place % 2 == 1)
      #expect(b[place] == (isPerturbed ? second : first)[place])
    }
  }

  /// Recorded inputs: a name of a column is one of its number.
  @Test func featuresHaveNames() throws {
    #expect(Perturbation.feature("wind").input(of: 3, names: ["rain", "wind", "1"]) == 1)
    #expect(Perturbation.feature("1").input(of: 3, names: ["rain", "wind", "1"]) == 2)
    #expect(Perturbation.feature("1").input(of: 3, names: nil) == 0)
    #expect(Perturbation.step.input(of: 3, names: nil) == nil)
    try Divergence.check(inputSize: 3, recorded: nil, settings: settings(.feature("3")))
    for name in ["0", "4", "wind", "-1"] {
      expectRefusal(of: "perturb", .text("feature=\(name)")) {
        try Divergence.check(inputSize: 3, recorded: nil, settings: settings(.feature(name)))
      }
    }
  }

  /// Several places are runs of their own over one sequence, with as many shared steps each; the result is their mean.
  @Test(arguments: all) func resultsAreMeansOverPlaces(perturbation: Perturbation) throws {
    let network: RecurrentNetwork<Float> = drawn(.lstm)
    let both = try measure(network, settings(perturbation, at: [10, 30], total: 400))
    // The earlier place has the same horizon in a run of its own that is shorter.
    let alone = try [(10, 380), (30, 400)].map { place, total in
      try measure(network, settings(perturbation, at: [place], total: total))
    }
    #expect("\(both)" == "\(DivergenceMeasurement(meanOf: alone))")
    #expect(both.curve != alone[0].curve && both.curve != alone[1].curve)
    let middle = (Double(alone[0].curve[0]) + Double(alone[1].curve[0])) / 2
    #expect(both.curve[0] == Float(middle))
  }

  /// The middle of a trajectory is that of a run without any perturbation: the network is not started anew.
  @Test func theTrajectoryIsCommon() throws {
    let network: RecurrentNetwork<Double> = drawn(.gru, inputs: 2)
    let settings = try settings(.state, size: 0.25, at: [100], total: 300, follows: false)
    let inputs = inputs(settings, inputSize: 2)
    let sequence: [Double] = inputs.values(
      steps: 100, isSecond: false, of: settings.span, in: Arithmetic(.float64), as: Double.self,
      path: .best)
    var plain = ReferenceForwardPass(network)
    var state: [Double] = []
    for step in 0..<100 { state = plain.step(Array(sequence[2 * step..<2 * step + 2])) }
    let changes = zip(state, inputs.secondStates(sizes: [8], place: 100)[0]).map { 0.25 * ($1 - $0) }
    let found = try measure(network, settings)
    #expect(abs(found.onset.length - LinearResponse.length(changes)) < 1e-14)
    #expect(abs(found.onset.difference - (changes.map(abs).max() ?? 0)) < 1e-14)
  }

  // MARK: Settings

  @Test func placesThatThereAreWithoutAnyBeingChosen() throws {
    #expect(try DivergenceSettings(perturbation: .step).places == [1_000])
    #expect(try DivergenceSettings(perturbation: .state).places == [0])
    #expect(try DivergenceSettings(perturbation: .state).horizon == 100_000)
    #expect(try DivergenceSettings(perturbation: .feature("2"), perturbedSteps: 5).horizon == 98_995)
    #expect(
      try DivergenceSettings(perturbation: .step, at: [1_000]) == DivergenceSettings(perturbation: .step))
    #expect(try settings(.step, at: [3, 8], total: 20).spans.map(\.end) == [15, 20])
    #expect(DivergenceSettings.standard.spans == [DivergenceSettings.standard.span])
  }

  @Test func whatCannotBe() {
    expectRefusal(of: "at", .wholes([20])) { try settings(.state, total: 20) }
    expectRefusal(of: "at", .wholes([20])) { try settings(.step, total: 21) }
    expectRefusal(of: "at", .wholes([1_000])) { try settings(.step, at: nil, total: 1_001) }
    expectRefusal(of: "at", .wholes([3, 3])) { try settings(.step, at: [3, 3]) }
    expectRefusal(of: "size", .number(0)) { try settings(.step, size: 0) }
    expectRefusal(of: "size", .number(1.5)) { try settings(.step, size: 1.5) }
    expectRefusal(of: "perturbed-steps", .whole(0)) { try settings(.step, steps: 0) }
    #expect(["", "middle", "feature=", "Step"].allSatisfy { Perturbation($0) == nil })
    #expect(["beginning", "step", "state", "feature=a=b"].allSatisfy { Perturbation($0)?.text == $0 })
  }
}
