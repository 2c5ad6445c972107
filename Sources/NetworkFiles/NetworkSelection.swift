import RecurrentNetworks

/// Which of a file's recurrent layers make the network.
public enum NetworkSelection: Hashable, Sendable {
  /// All of them, if they are one stack of forward layers.
  case whole
  /// One layer alone, of either direction.
  case layer(name: String)
  /// The layers that lead from each of these to the next, all of them included: two or more.
  case sequence([String])

  /// The layers from one to another, both ends included.
  public static func layers(first: String, last: String) -> NetworkSelection { .sequence([first, last]) }
}

/// A selection that a file has no network for.
public enum NetworkSelectionError: Error, Equatable, Sendable {
  /// No layer has this name; the names there are.
  case noSuchLayer(String, found: [String])
  /// The file's layers are not one stack of forward layers, so one has to be chosen; the names there are.
  case ambiguous(found: [String])
  /// None of several layers can be run; the first one's name and why.
  case noneRuns(layer: String, LayerRefusal)
  /// No layers lead from one to the other, each with as many units as the next has inputs.
  case notOneStack(first: String, last: String)
  /// A layer of the selection is refused.
  case refused(layer: String, LayerRefusal)
  /// No head is on the last layer; the heads there are.
  case noHead(layer: String, found: [String])
  /// Several are, so one has to be chosen.
  case severalHeads(layer: String, found: [String])
  /// No head has this name; the names there are.
  case noSuchHead(String, found: [String])
  /// A head that is not on the last layer.
  case headOfAnother(String, layer: String)
  /// A head cannot be read.
  case refusedHead(String, LayerRefusal)
}

extension NetworkFile {
  /// The network that a selection of layers makes.
  ///
  /// - Parameters:
  ///   - selection: of the file's layers; all by default, if they are one stack.
  ///   - scalar: the precision to which weights are rounded; by default float64, which holds every stored number
  ///     exactly. Float32 does, too, unless the `storage` of the selection is float64.
  /// - Throws: `NetworkSelectionError`.
  public func network<Scalar: NetworkScalar>(
    _ selection: NetworkSelection = .whole, in scalar: Scalar.Type = Double.self
  ) throws(NetworkSelectionError) -> RecurrentNetwork<Scalar> {
    RecurrentNetwork(layers: try stored(selection).map { $0.layer(in: scalar) })
  }

  /// The layers of a selection, lowest first.
  ///
  /// - Throws: `NetworkSelectionError`.
  package func stored(_ selection: NetworkSelection) throws(NetworkSelectionError) -> [StoredLayer] {
    var chosen: [StoredLayer] = []
    for place in try places(selection) {
      do {
        chosen.append(try layers[place].content.get())
      } catch {
        throw .refused(layer: layers[place].name, error)
      }
    }
    return chosen
  }

  /// The widest number type in which the weights of a selection are stored.
  ///
  /// - Throws: `NetworkSelectionError`.
  public func storage(_ selection: NetworkSelection = .whole) throws(NetworkSelectionError) -> StoredNumber {
    let numbers = try places(selection).map { layers[$0].storage }
    return numbers.max { $0.size < $1.size } ?? .float32
  }

  /// Places in `layers` of a selection, lowest layer first.
  func places(_ selection: NetworkSelection) throws(NetworkSelectionError) -> [Int] {
    switch selection {
    case .whole:
      guard stacks.count == 1, let stack = stacks.first, stack.count == layers.count,
        layers.allSatisfy({ $0.direction == .forward })
      else {
        if let first = layers.first, case .failure(let refusal) = first.content,
          layers.allSatisfy({ (try? $0.content.get()) == nil })
        {
          throw .noneRuns(layer: first.name, refusal)
        }
        throw .ambiguous(found: layers.map(\.name))
      }
      return stack
    case .layer(let name):
      return [try place(name)]
    case .sequence(let names):
      let ends = try names.map { name throws(NetworkSelectionError) in try place(name) }
      var chosen = ends.prefix(1)
      for (first, last) in zip(ends, ends.dropFirst()) {
        guard let run = run(from: first, to: last) else {
          throw .notOneStack(first: layers[first].name, last: layers[last].name)
        }
        chosen += run.dropFirst()
      }
      return Array(chosen)
    }
  }

  /// The layers that lead from one to another: of one stack if they are of one, as the file says; else, as whoever
  /// names them says, all between them in the file's order, or the rest of the one's stack and the other's up to it,
  /// if each has as many units as the next has inputs. Two halves of bidirectional layers never make a stack.
  private func run(from first: Int, to last: Int) -> [Int]? {
    for stack in stacks {
      if let from = stack.firstIndex(of: first), let to = stack.firstIndex(of: last), from <= to {
        return Array(stack[from...to])
      }
    }
    var candidates = [first < last ? Array(first...last) : []]
    let ends = (stacks.filter { $0.contains(first) }, stacks.filter { $0.contains(last) })
    if ends.0.count == 1, ends.1.count == 1, ends.0 != ends.1 {
      candidates.append(
        ends.0[0].drop { $0 != first } + ends.1[0].prefix { $0 != last } + [last])
    }
    return candidates.first { run in
      run.count > 1 && run.allSatisfy { layers[$0].direction == .forward }
        && zip(run, run.dropFirst()).allSatisfy { layers[$0].hiddenSize == layers[$1].inputSize }
    }
  }

  private func place(_ name: String) throws(NetworkSelectionError) -> Int {
    guard let place = layers.firstIndex(where: { $0.name == name }) else {
      throw .noSuchLayer(name, found: layers.map(\.name))
    }
    return place
  }
}
