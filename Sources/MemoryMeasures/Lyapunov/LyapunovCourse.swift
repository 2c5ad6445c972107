import LinearAlgebra
import RecurrentNetworks

/// A run of exponents on its way: through the steps before they are measured, and block after block of those where they are.
struct LyapunovCourse {
  private let settings: LyapunovSettings
  private let outline: NetworkOutline
  private let directions: RandomStream
  private var session: TangentSession
  /// 0: until the state is what inputs make of it; 1: until directions are where they belong; then the blocks.
  private var stage = 0
  /// Steps of the stage that are still to be taken.
  private var left: Int
  /// What directions grew by in the stage so far, layer by layer.
  private var growth: [[Double]]
  /// [block][exponent], layer after layer, of the blocks that are over.
  private var blocks: [[Double]] = []

  /// - Parameters:
  ///   - directions: of which the first ones are a pure function.
  ///   - visited: the states of the layers after a step, counted from 0; nil, the default: those of float64.
  ///   - inputs: the values of a step. Both are asked for again now and then.
  init(
    _ network: RecurrentNetwork<Double>, settings: LyapunovSettings, directions: RandomStream,
    visited: ((Int) -> [[Double]])? = nil, inputs: @escaping (Int) -> [Double]
  ) {
    self.settings = settings
    self.directions = directions
    outline = NetworkOutline(layers: network.layers.map { LayerShape($0) })
    session = TangentSession(network, visited: visited, inputs: inputs)
    left = settings.washoutSteps
    growth = session.noGrowth
  }

  /// Steps taken so far.
  var steps: Int { session.steps }

  /// The states of the layers after them.
  var states: [[Double]] { session.states }

  /// Of all steps those taken.
  var share: Double { Double(steps) / Double(settings.allSteps) }

  private var isFinished: Bool { blocks.count == settings.blocks }

  private func steps(ofStage stage: Int) -> Int {
    switch stage {
    case 0: return settings.washoutSteps
    case 1: return settings.alignmentSteps
    default:
      let block = stage - Self.firstBlock
      return settings.steps * (block + 1) / settings.blocks - settings.steps * block / settings.blocks
    }
  }

  private static let firstBlock = 2
  /// Multiply-adds between two pauses: some milliseconds.
  static let workBetweenPauses = 30_000_000

  /// Goes through what is left.
  mutating func finish(
    workBetweenPauses: Int = workBetweenPauses, _ pause: (LyapunovCourse) throws(LyapunovError) -> Void
  ) throws(LyapunovError) -> LyapunovMeasurement {
    var next = 0
    while !isFinished {
      if steps >= next {
        try pause(self)
        next = steps + max(1, workBetweenPauses / max(1, session.work))
      }
      try advance()
    }
    return measurement
  }

  private mutating func advance() throws(LyapunovError) {
    if left > 0 { left -= try session.advance(atMost: left, adding: &growth) }
    guard left == 0 else { return }
    try session.straighten(adding: &growth)
    switch stage {
    case 0: try session.follow(settings.exponents, stream: directions)
    case 1: session.keptLogarithms = session.keptLogarithms.map { _ in 0 }
    default: blocks.append(growth.flatMap(\.self))
    }
    stage += 1
    left = steps(ofStage: stage)
    growth = session.noGrowth
  }

  private var measurement: LyapunovMeasurement {
    let lengths = blocks.indices.map { Double(steps(ofStage: Self.firstBlock + $0)) }
    let found = blocks[0].indices.map { place -> (exponent: Double, error: Double) in
      let exponent = blocks.reduce(0) { $0 + $1[place] } / Double(settings.steps)
      let spread = Sample(zip(blocks, lengths).map { $0[place] / $1 }).standardDeviation
      return (exponent, exponent.isFinite ? spread / Double(settings.blocks).squareRoot() : .nan)
    }.sorted { $0.exponent > $1.exponent }.prefix(settings.exponents)
    let missing = [Double](repeating: .nan, count: settings.exponents - found.count)
    let units = session.keptLogarithms.prefix(settings.unitCount).map {
      LyapunovMeasurement.timeConstant(ofExponent: $0 / Double(settings.steps))
    }
    return LyapunovMeasurement(
      exponents: found.map(\.exponent) + missing, standardErrors: found.map(\.error) + missing,
      stateSize: outline.stateSize,
      unitTimeScales: units + Array(repeating: .nan, count: settings.unitCount - units.count))
  }

  // MARK: Interruptions

  /// From which the run can be taken up to the same bits.
  var bytes: [UInt8] {
    var (state, copy) = (StateBytes(), self)
    copy.pass(&state)
    return state.bytes
  }

  /// Takes the run up where it was.
  ///
  /// - Returns: false for bytes that are not of such a run, which then begins.
  mutating func resume(_ bytes: [UInt8]) -> Bool {
    var (state, copy) = (StateBytes(reading: bytes), self)
    copy.pass(&state)
    guard state.isIntact else { return false }
    self = copy
    return true
  }

  private mutating func pass(_ state: inout StateBytes) {
    state.pass(&stage)
    state.pass(&left)
    let stages = 0..<Self.firstBlock + settings.blocks
    guard stages.contains(stage), (0...steps(ofStage: stage)).contains(left) else {
      return state.check(false)
    }
    session.pass(&state, following: stage == 0 ? 0 : settings.exponents)
    if growth.map(\.count) != session.noGrowth.map(\.count) { growth = session.noGrowth }
    for layer in growth.indices { state.pass(&growth[layer], count: growth[layer].count) }
    let directions = growth.reduce(0) { $0 + $1.count }
    for block in 0..<max(0, stage - Self.firstBlock) {
      if block == blocks.count { blocks.append(Array(repeating: 0, count: directions)) }
      state.pass(&blocks[block], count: directions)
    }
    state.check((session.steps == (0...stage).reduce(-left) { $0 + steps(ofStage: $1) }))
  }
}
