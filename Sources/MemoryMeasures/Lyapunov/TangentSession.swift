import Foundation
import LinearAlgebra
import RecurrentNetworks

/// A network that is driven, with directions in the state of each of its layers, and how much these grow.
///
/// A layer does not act on those below it, so that the Jacobian of a stack is block triangular, and its spectrum the union
/// of those of its layers, each driven by the one below: no direction reaches over two layers, which costs a quarter for
/// two equal layers of what directions of the whole state would.
///
/// Directions are made orthonormal after an interval of steps: the fewer steps, the more factorisations; the more, the
/// nearer all directions come to the one that grows most, and the fewer digits are left of the others. So intervals are
/// halved, and gone through again, where less than `leastShare` of a direction was left, and doubled where that is no
/// danger. Where the share after a single step is a rounding error, the direction is lost: its exponent is minus infinity,
/// as far as float64 tells.
struct TangentSession {
  private var layers: [TangentLayer]
  /// The values of a step, counted from 0.
  private let inputs: (Int) -> [Double]
  private let isCancelled: () -> Bool
  /// Taken so far.
  private var steps = 0
  private var interval = 1
  /// Of every layer, whether its directions are lost.
  private var isLost: [[Bool]] = []

  /// Of the length of a direction, what is not along others: of 16 digits 10 are left, so that a logarithm is off by
  /// 1e-10 at most, at random.
  private static let leastShare = 1e-6
  /// Lengths whose squares neither overflow nor vanish, by far.
  private static let lengths = 1e-120...1e120
  private static let longestInterval = 16

  /// Starts from zero state.
  init(
    _ network: RecurrentNetwork<Double>, isCancelled: @escaping () -> Bool = { false },
    inputs: @escaping (Int) -> [Double]
  ) {
    layers = network.layers.map(TangentLayer.init)
    self.inputs = inputs
    self.isCancelled = isCancelled
  }

  /// Begins to follow random directions: with others, some might never turn to where they belong.
  ///
  /// - Parameters:
  ///   - count: of every layer, if its state has as many numbers.
  ///   - stream: of which the directions are a pure function.
  mutating func follow(_ count: Int, stream: RandomStream) throws(LyapunovError) {
    for index in layers.indices {
      let (rows, stream) = (layers[index].stateSize, stream.child(UInt64(index)))
      let columns = min(count, rows)
      layers[index].directions = Matrix(
        rows: rows, columns: columns, elements: (0..<UInt64(rows * columns)).map { Double(stream.normal($0)) }
      )
    }
    isLost = layers.map { Array(repeating: false, count: $0.directions.columns) }
    _ = try orthonormalise()
  }

  /// Advances by some steps.
  ///
  /// - Returns: of every direction of every layer the logarithm of its growth over them, minus infinity if it is lost.
  mutating func advance(_ count: Int) throws(LyapunovError) -> [[Double]] {
    var growth = isLost.map { $0.map { $0 ? -Double.infinity : 0 } }
    var left = count
    while left > 0 {
      if isCancelled() { throw .cancelled }
      let length = min(interval, left)
      let (columns, start) = (layers.map(\.columns), steps)
      for _ in 0..<length { try takeStep() }
      let share = try add(to: &growth, over: length)
      guard let share else {
        for (index, columns) in columns.enumerated() { layers[index].columns = columns }
        (steps, interval) = (start, length / 2)
        continue
      }
      left -= length
      if share * share >= Self.leastShare { interval = min(max(interval, 2 * length), Self.longestInterval) }
    }
    return growth
  }

  private mutating func takeStep() throws(LyapunovError) {
    var signal = inputs(steps)
    steps += 1
    for index in layers.indices {
      layers[index].step(signal)
      guard layers[index].isFinite else { throw .stateNotFinite(step: steps) }
      signal = layers[index].output
    }
  }

  /// Adds the logarithms of what the last steps made of the directions.
  ///
  /// - Returns: the least share that was left of a direction; nil if it was so small that these were too many steps.
  private mutating func add(to growth: inout [[Double]], over length: Int) throws(LyapunovError) -> Double? {
    guard let found = try orthonormalise(mayOverflow: length > 1) else { return nil }
    var least = 1.0
    for (layer, directions) in found.enumerated() {
      for (place, direction) in directions.enumerated() where !isLost[layer][place] {
        let isWithinReach = direction.added >= Self.leastShare * direction.length
        guard length == 1 || (isWithinReach && Self.lengths.contains(direction.added)) else { return nil }
        if direction.added > 0 { least = min(least, direction.added / direction.length) }
      }
    }
    for (layer, directions) in found.enumerated() {
      // A multiple of what Householder's reflections are off by.
      let rounding = 16 * Double(layers[layer].stateSize) * Double.ulpOfOne
      for (place, direction) in directions.enumerated() where !isLost[layer][place] {
        isLost[layer][place] = length == 1 && direction.added <= rounding * direction.length
        growth[layer][place] += isLost[layer][place] ? -.infinity : log(direction.added)
      }
    }
    return least
  }

  /// - Returns: nil for directions that are not finite, where that may be.
  private mutating func orthonormalise(
    mayOverflow: Bool = false
  ) throws(LyapunovError) -> [[(length: Double, added: Double)]]? {
    var found: [[(length: Double, added: Double)]] = []
    for index in layers.indices {
      var directions = layers[index].directions
      do throws(LinearAlgebraError) {
        found.append(try directions.orthonormalise())
      } catch {
        guard mayOverflow else { throw .directionsNotFinite(step: steps) }
        return nil
      }
      layers[index].directions = directions
    }
    return found
  }
}
