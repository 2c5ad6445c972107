import Testing

@testable import MemoryMeasures
@testable import RecurrentNetworks

/// Trainings that are interrupted.
@Suite struct InterruptedTrainingTests {
  private let stream = RandomStream(seed: 11)

  /// A training that pauses after every update and every 64 evaluation sequences.
  private struct Training {
    var network: RecurrentNetwork<Float>
    var position = 3
    var settings: MemorizationSettings

    func session(_ stream: RandomStream) -> MemorizationSession {
      MemorizationSession(
        network, position: position, settings: settings, stream: stream, path: .best, workBetweenPauses: 1)
    }

    /// Everything that came of it, to be compared bit for bit; nil if it was stopped.
    func run(
      _ stream: RandomStream, kept: [UInt8]? = nil,
      pause: (MemorizationSession) throws(MemorizationError) -> Void = { _ in }
    ) throws -> Found? {
      do throws(MemorizationError) {
        let (found, network) = try Memorization.train(
          network, position: position, settings: settings, stream: stream, path: .best, kept: kept,
          workBetweenPauses: 1, pause: pause)
        return Found(found, network)
      } catch {
        #expect(error == .cancelled)
        return nil
      }
    }
  }

  private struct Found: Equatable {
    let outcome: MemorizationOutcome
    let epochs: Int
    let loss: UInt64
    let curve: [UInt32]
    let weights: [[UInt32]]

    init(_ found: MemorizationMeasurement, _ network: RecurrentNetwork<Float>) {
      (outcome, epochs, loss) = (found.outcome, found.epochs, found.loss.bitPattern)
      curve = found.lossCurve.map(\.bitPattern)
      weights = network.layers.map {
        ($0.inputKernel + $0.recurrentKernel + $0.bias + $0.recurrentBias).map(\.bitPattern)
      }
    }
  }

  private func network(_ cell: CellType = .rnn, layers: Int = 1, hiddenSize: Int = 4) -> RecurrentNetwork<
    Float
  > {
    RecurrentNetwork(
      shape: NetworkShape(cell: cell, layers: layers, inputSize: 1, hiddenSize: hiddenSize),
      initialization: Initialization(.pytorch), stream: RandomStream(seed: 5))
  }

  /// Stopped at every pause and begun again, with nothing but the bytes that were kept.
  @discardableResult
  private func expectSameBits(_ training: Training) throws -> Found {
    var shares: [Double] = []
    let undisturbed = try #require(try training.run(stream) { shares.append($0.share) })
    #expect(shares == Array(Set(shares)).sorted() && shares.allSatisfy { 0 < $0 && $0 < 1 })

    var kept: [UInt8]?
    var found: Found?
    var starts = 0
    while found == nil, starts <= shares.count {
      let share = starts < shares.count ? shares[starts] : 1
      starts += 1
      found = try training.run(stream, kept: kept) { (session) throws(MemorizationError) in
        #expect(session.share == share)
        kept = session.bytes
        throw .cancelled
      }
    }
    #expect(starts == shares.count + 1)
    #expect(found == undisturbed)
    return undisturbed
  }

  @Test(arguments: CellType.trainable, [1, 2])
  func interruptionsLeaveNoTrace(cell: CellType, layers: Int) throws {
    for lengthDraw in LengthDraw.allCases {
      let settings = try MemorizationSettings(
        lengths: 2...5, lengthDraw: lengthDraw, epochs: 9, updatesPerEpoch: 3, batchSize: 5,
        learningRate: 0.1, truncation: layers == 1 ? nil : 2, evaluationSequences: 200, recordsCurve: true)
      let found = try expectSameBits(
        Training(network: network(cell, layers: layers), settings: settings))
      #expect(found.outcome == .trained && found.epochs == 9 && found.curve.count == 9)
    }
  }

  /// Whether it did depends on the loss before training, too, which is the last thing to be measured.
  @Test func interruptionsDoNotShowInTrainingsThatMayHaveExploded() throws {
    let brief = try MemorizationSettings(epochs: 3, learningRate: 1e-4, evaluationSequences: 150)
    let spared = try expectSameBits(
      Training(network: network(hiddenSize: 20), position: 1, settings: brief))
    #expect(spared.outcome == .trained && Double(bitPattern: spared.loss) > 0.375)

    let violent = try MemorizationSettings(epochs: 60, learningRate: 1, evaluationSequences: 150)
    var calm = violent
    (calm.epochs, calm.learningRate) = (1, 1e-30)
    var decidedOnTheWay = 0
    for seed: UInt64 in 1...6 {
      // Biases that move its first answer far off, from where it comes down before it explodes.
      let network = RecurrentNetwork<Float>(
        layers: RecurrentNetwork<Float>(
          shape: NetworkShape(cell: .rnn, layers: 2, inputSize: 1, hiddenSize: 20),
          initialization: Initialization(.pytorch), stream: RandomStream(seed: seed)
        ).layers.map {
          RecurrentLayer(
            cell: .rnn, inputSize: $0.inputSize, hiddenSize: $0.hiddenSize, inputKernel: $0.inputKernel,
            recurrentKernel: $0.recurrentKernel, bias: $0.bias.map { $0 + 0.05 })
        })
      let found = try expectSameBits(Training(network: network, settings: violent))
      let before = try #require(try Training(network: network, settings: calm).run(stream))
      let (loss, lowest) = (Double(bitPattern: found.loss), Double(bitPattern: before.loss))
      if found.outcome == .exploded, !Memorization.isExploded(loss: loss, lowest: lowest) {
        decidedOnTheWay += 1
      }
    }
    #expect(decidedOnTheWay > 0)
  }

  @Test func interruptionsDoNotShowInTrainingsThatDiverge() throws {
    let settings = try MemorizationSettings(
      lengths: 2...2, epochs: 20, batchSize: 4, learningRate: 3e38, recordsCurve: true)
    let found = try expectSameBits(
      Training(network: network(hiddenSize: 2), position: 1, settings: settings))
    #expect(found.outcome == .diverged && found.epochs >= 1)
  }

  /// Four updates of two sequences take as long as 24 answers, of which there are 128 from the trained network, and as
  /// many from the untrained one if the training may have exploded, unless it is a long one.
  @Test(arguments: [(0.02, 280.0), (25, 152)])
  func sharesAreThoseOfTheWork(rate: Double, all: Double) throws {
    let settings = try MemorizationSettings(
      lengths: 2...2, epochs: 4, batchSize: 2, learningRate: rate, evaluationSequences: 128)
    var shares: [Double] = []
    _ = try Training(network: network(), position: 1, settings: settings).run(stream) {
      shares.append($0.share)
    }
    #expect(shares.prefix(5) == [6 / all, 12 / all, 18 / all, 24 / all, 88 / all])
  }

  @Test func bytesOfAnotherTrainingAreNotTakenUp() throws {
    let settings = try MemorizationSettings(
      lengths: 2...5, epochs: 6, batchSize: 5, learningRate: 1e-4, evaluationSequences: 128,
      recordsCurve: true)
    let training = Training(
      network: network(.lstm, layers: 2, hiddenSize: 20), position: 1, settings: settings)
    var states: [[UInt8]] = []
    let undisturbed = try #require(try training.run(stream) { states.append($0.bytes) })
    #expect(states.count >= 7)
    var fewerEpochs = training
    fewerEpochs.settings.epochs = 5
    let smaller = Training(network: network(.lstm), position: 1, settings: settings)
    for bytes in states {
      var same = training.session(stream)
      let beginning = same.bytes
      let isTaken = same.resume(bytes)
      #expect(isTaken && same.bytes == bytes)
      for damaged in [[], [1], Array(bytes.dropLast()), bytes + [0]] {
        let isTakenDamaged = same.resume(damaged)
        #expect(!isTakenDamaged && same.bytes == bytes)
      }
      var other = smaller.session(stream)
      let isTakenElsewhere = other.resume(bytes)
      #expect(!isTakenElsewhere)
      #expect(beginning != bytes)
    }
    for bytes in states.dropFirst(5) {
      var other = fewerEpochs.session(stream)
      let isTaken = other.resume(bytes)
      #expect(!isTaken)
    }
    for damaged in [[], Array(states[3].dropLast(4)), states[3] + [0]] {
      #expect(try training.run(stream, kept: damaged) == undisturbed)
    }
  }

  /// No byte that is wrong ends in a trap.
  @Test func anyBytesAreReadInSafety() throws {
    let settings = try MemorizationSettings(
      lengths: 2...3, epochs: 5, batchSize: 3, evaluationSequences: 100, recordsCurve: true)
    let training = Training(network: network(hiddenSize: 2), position: 1, settings: settings)
    var states: [[UInt8]] = []
    _ = try training.run(stream) { states.append($0.bytes) }
    for bytes in [states[2], states[5]] {
      for place in bytes.indices {
        for value in [UInt8(0), 0x7f, 0xff] {
          var damaged = bytes
          damaged[place] = value
          #expect(try training.run(stream, kept: damaged) != nil)
        }
      }
    }
  }

  /// An evaluation of a large network takes long, too: a stop is answered in its midst.
  @Test func evaluationsPause() throws {
    let settings = try MemorizationSettings(epochs: 1, batchSize: 1, evaluationSequences: 320)
    var pauses = 0
    _ = try Memorization.train(
      network(.lstm, hiddenSize: 180), position: 3, settings: settings, stream: stream, path: .best
    ) { (_) throws(MemorizationError) in pauses += 1 }
    #expect(pauses >= 5)
    var asked = 0
    #expect(throws: MemorizationError.cancelled) {
      try Memorization.train(
        network(.lstm, hiddenSize: 180), position: 3, settings: settings, stream: stream,
        isCancelled: {
          asked += 1
          return asked == 3
        })
    }
  }
}
