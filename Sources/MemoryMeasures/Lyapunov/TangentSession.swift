import Foundation
import LinearAlgebra
import RecurrentNetworks

/// A network that is driven, with directions in the state of each of its layers, and how much these grow.
///
/// A layer does not act on those below it, so that the Jacobian of a stack is block triangular, and its spectrum the union
/// of those of its layers, each driven by the one below: no direction reaches over two layers, which costs a quarter for
/// two equal layers of what directions of the whole state would.
///
/// Directions are made orthonormal after an interval of steps, by Cholesky's factorisation: the fewer steps, the more
/// factorisations; the more, the nearer all directions come to the one that grows most, and the fewer digits are left of
/// the others. So intervals are halved, and gone through again, where less than `leastShare` of a direction was left, and
/// doubled where that is no danger. After a single step, Householder's reflections tell the smallest shares; where one is
/// a rounding error, the direction is lost: its exponent is minus infinity, as far as float64 tells.
///
/// That directions are only nearly orthonormal after Cholesky's is no error of the growth: whatever triangles are taken
/// off a product of Jacobians, their diagonals multiply to that of the whole, with what Householder's reflections find
/// that the last directions lack.
struct TangentSession {
  private var layers: [TangentLayer]
  /// The values of a step, counted from 0.
  private let inputs: (Int) -> [Double]
  /// The states of the layers after a step; nil where they are what the layers themselves compute.
  private let visited: ((Int) -> [[Double]])?
  /// Taken so far.
  private(set) var steps = 0
  private var interval = 1
  /// Of every layer, whether its directions are lost.
  private var isLost: [[Bool]] = []
  /// Of every unit, the lowest layer's first: the sum, over the steps since it was last set, of the logarithms of what its
  /// gate kept.
  var keptLogarithms: [Double]

  /// Of the length of a direction, what is not along others: of 16 digits 10 are left, so that a logarithm is off by
  /// some 1e-10 at most, at random, and directions are orthonormal to 1e-4 at worst.
  private static let leastShare = 1e-6
  static let longestInterval = 16

  /// Starts from zero state.
  init(
    _ network: RecurrentNetwork<Double>, visited: ((Int) -> [[Double]])? = nil,
    inputs: @escaping (Int) -> [Double]
  ) {
    layers = network.layers.map { TangentLayer($0) }
    keptLogarithms = Array(repeating: 0, count: network.layers.reduce(0) { $0 + $1.hiddenSize })
    self.visited = visited
    self.inputs = inputs
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
    isLost = layers.map { Array(repeating: false, count: $0.columns.columns - 1) }
    _ = try orthonormalise(over: 1)
  }

  /// The states of the layers.
  var states: [[Double]] { layers.map(\.state) }

  /// Multiply-adds of a step, about.
  var work: Int { layers.reduce(0) { $0 + $1.work } }

  /// Of every direction of every layer the logarithm of its growth over no steps: 0, or minus infinity if it is lost.
  var noGrowth: [[Double]] { isLost.map { $0.map { $0 ? -Double.infinity : 0 } } }

  /// Advances by an interval of steps.
  ///
  /// - Parameters:
  ///   - most: steps.
  ///   - growth: to which the logarithms of that over the interval are added.
  /// - Returns: the steps taken.
  mutating func advance(atMost most: Int, adding growth: inout [[Double]]) throws(LyapunovError) -> Int {
    while true {
      let length = min(interval, most)
      // Copied only where it may have to be taken up again.
      let (columns, start, kept) = (length > 1 ? layers.map(\.columns) : [], steps, keptLogarithms)
      for _ in 0..<length { try takeStep() }
      guard let found = try orthonormalise(over: length) else {
        for (index, columns) in columns.enumerated() { layers[index].columns = columns }
        (steps, interval, keptLogarithms) = (start, length / 2, kept)
        continue
      }
      add(found, to: &growth)
      let share = found.joined().reduce(1) { min($0, $1.length > 0 ? $1.added / $1.length : 0) }
      if share * share >= Self.leastShare { interval = min(max(interval, 2 * length), Self.longestInterval) }
      return length
    }
  }

  /// Makes the directions orthonormal to the last digits.
  mutating func straighten(adding growth: inout [[Double]]) throws(LyapunovError) {
    if let rest = try orthonormalise(over: 1, byProducts: false) { add(rest, to: &growth) }
  }

  /// Writes or reads back all but the network, what drives it and the states that are visited.
  ///
  /// - Parameter count: of directions in every layer, as `follow` has it; 0 before that.
  mutating func pass(_ state: inout StateBytes, following count: Int) {
    state.pass(&steps)
    state.pass(&interval)
    state.check(steps >= 0 && (1...Self.longestInterval).contains(interval))
    state.pass(&keptLogarithms, count: keptLogarithms.count)
    if isLost.isEmpty { isLost = layers.map { _ in [] } }
    for index in layers.indices {
      let columns = min(count, layers[index].stateSize)
      if layers[index].columns.columns != 1 + columns {
        layers[index].directions = Matrix(rows: layers[index].stateSize, columns: columns)
        isLost[index] = Array(repeating: false, count: columns)
      }
      state.pass(&layers[index].columns.elements, count: layers[index].columns.elements.count)
      for place in isLost[index].indices { state.pass(&isLost[index][place]) }
    }
  }

  private mutating func takeStep() throws(LyapunovError) {
    var signal = inputs(steps)
    let states = visited?(steps)
    steps += 1
    var unit = 0
    for index in layers.indices {
      layers[index].step(signal)
      if let states { layers[index].state = states[index] }
      guard layers[index].isFinite else { throw .stateNotFinite(step: steps) }
      signal = layers[index].output
      for logarithm in layers[index].keptLogarithms {
        keptLogarithms[unit] += logarithm
        unit += 1
      }
    }
  }

  /// Makes the directions of every layer orthonormal.
  ///
  /// - Parameters:
  ///   - length: the steps since they were.
  ///   - byProducts: whether nearly orthonormal will do.
  /// - Returns: nil where these were too many.
  private mutating func orthonormalise(
    over length: Int, byProducts: Bool = true
  ) throws(LyapunovError) -> [[ColumnShare]]? {
    var found: [[ColumnShare]] = []
    for index in layers.indices {
      if byProducts,
        let shares = layers[index].columns.orthonormaliseByProducts(from: 1, leastShare: Self.leastShare)
      {
        found.append(shares)
        continue
      }
      guard length == 1 else { return nil }
      do throws(LinearAlgebraError) {
        found.append(try layers[index].columns.orthonormalise(from: 1))
      } catch {
        throw .directionsNotFinite(step: steps)
      }
    }
    return found
  }

  /// Adds the logarithms of what became of the directions, and takes for lost what is a rounding error.
  private mutating func add(_ found: [[ColumnShare]], to growth: inout [[Double]]) {
    for (layer, directions) in found.enumerated() {
      // A multiple of what Householder's reflections are off by, far below the least share.
      let rounding = min(16 * Double(layers[layer].stateSize) * Double.ulpOfOne, Self.leastShare / 16)
      for (place, direction) in directions.enumerated() {
        if direction.added <= rounding * direction.length { isLost[layer][place] = true }
        growth[layer][place] += isLost[layer][place] ? -.infinity : log(direction.added)
      }
    }
  }
}
