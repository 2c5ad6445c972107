import RecurrentNetworks

/// Which of a file's recurrent layers make the network.
public enum NetworkSelection: Hashable, Sendable {
  /// All of them, if they are one stack of forward layers.
  case whole
  /// One layer alone, of either direction.
  case layer(name: String)
  /// A run of layers within one stack, both ends included.
  case layers(first: String, last: String)
}

/// A selection that a file has no network for.
public enum NetworkSelectionError: Error, Equatable, Sendable {
  /// No layer has this name; the names there are.
  case noSuchLayer(String, found: [String])
  /// The file's layers are not one stack of forward layers, so one has to be chosen; the names there are.
  case ambiguous(found: [String])
  /// The two ends are not of one stack, or in the wrong order.
  case notOneStack(first: String, last: String)
  /// A layer of the selection is refused.
  case refused(layer: String, LayerRefusal)
}

extension NetworkFile {
  /// The network that a selection of layers makes.
  ///
  /// - Parameter scalar: the precision to which weights are rounded; by default float64, which holds every stored number
  ///   exactly. Float32 does, too, unless the `storage` of the selection is float64.
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
  private func places(_ selection: NetworkSelection) throws(NetworkSelectionError) -> [Int] {
    switch selection {
    case .whole:
      guard stacks.count == 1, let stack = stacks.first, stack.count == layers.count,
        layers.allSatisfy({ $0.direction == .forward })
      else { throw .ambiguous(found: layers.map(\.name)) }
      return stack
    case .layer(let name):
      return [try place(name)]
    case .layers(let first, let last):
      let ends = (first: try place(first), last: try place(last))
      for stack in stacks {
        if let from = stack.firstIndex(of: ends.first), let to = stack.firstIndex(of: ends.last), from <= to {
          return Array(stack[from...to])
        }
      }
      throw .notOneStack(first: first, last: last)
    }
  }

  private func place(_ name: String) throws(NetworkSelectionError) -> Int {
    guard let place = layers.firstIndex(where: { $0.name == name }) else {
      throw .noSuchLayer(name, found: layers.map(\.name))
    }
    return place
  }
}
