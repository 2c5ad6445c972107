import RecurrentNetworks

/// Dense layers that a file holds beside its recurrent ones, whether they can be read here or not.
public struct FoundHead: Equatable, Sendable {
  /// By which it is selected; no other head of the file has the same.
  public let name: String
  /// What the file calls the last of its layers: "Dense", "TimeDistributed(Dense)", "Linear", "Gemm".
  public let kind: String
  /// Values that it takes of every step: units of the layer that it stands on.
  public let inputSize: Int
  /// Values that it puts out for every step.
  public let outputSize: Int
  /// That of the last layer, by the file's word; "linear" where the file says nothing.
  public let activation: String
  /// The recurrent layer whose output it takes, as its place among the layers; nil where the file does not say.
  public let layer: Int?
  /// Whether another head goes on from its outputs.
  public internal(set) var isWithinAnother = false
  /// What had to be assumed.
  public let note: NetworkFileNote?
  /// The weights, or why they are not read; nil where nobody asked for heads.
  let content: Result<NetworkHead, LayerRefusal>?
}

extension NetworkFile {
  /// The head that a choice and a selection of layers make.
  ///
  /// Where none is named, it is the one head that is known to follow the last layer, and that no other goes on from; or,
  /// where the file does not say what follows what, the one that takes as many numbers as that layer has units.
  ///
  /// - Throws: `NetworkSelectionError`.
  func head(_ choice: HeadChoice, on selection: NetworkSelection) throws(NetworkSelectionError)
    -> FoundHead
  {
    guard let last = try places(selection).last else {
      throw .noHead(layer: "", found: heads.map(\.name))
    }
    let layer = layers[last]
    func fits(_ head: FoundHead) -> Bool {
      head.layer.map { $0 == last } ?? (head.inputSize == layer.hiddenSize)
    }
    switch choice {
    case .only:
      let fitting = heads.filter { fits($0) && !$0.isWithinAnother }
      guard let head = fitting.first else {
        throw .noHead(layer: layer.name, found: heads.map(\.name))
      }
      guard fitting.count == 1 else {
        throw .severalHeads(layer: layer.name, found: fitting.map(\.name))
      }
      return head
    case .named(let name):
      guard let head = heads.first(where: { $0.name == name }) else {
        throw .noSuchHead(name, found: heads.map(\.name))
      }
      guard fits(head) else { throw .headOfAnother(name, layer: layer.name) }
      return head
    }
  }
}

extension FoundHead {
  /// - Throws: `NetworkSelectionError.refusedHead`.
  func read() throws(NetworkSelectionError) -> NetworkHead {
    do {
      return try (content ?? .failure(.feature("a head that was not asked for"))).get()
    } catch { throw .refusedHead(name, error) }
  }
}

/// The heads of a file while its layers are listed.
struct HeadBuilder {
  private(set) var heads: [FoundHead] = []
  private var names = UniqueNames()
  /// Whether weights are to be read.
  let reads: Bool

  /// More dense layers than are listed.
  private static let mostHeads = 4_096

  init(reads: Bool) { self.reads = reads }

  /// Adds a dense layer, on a recurrent layer or on another head.
  ///
  /// - Parameters:
  ///   - below: place of the head that feeds it.
  ///   - weights: W, outputs x inputs, and b, of every output.
  /// - Returns: its place; nil where there are too many.
  mutating func add(
    _ name: String, kind: String, inputSize: Int, outputSize: Int, activation: HeadActivation?,
    called word: String, on layer: Int?, below: Int? = nil, note: NetworkFileNote? = nil,
    weights: () throws -> (weights: [Double], bias: [Double])
  ) rethrows -> Int? {
    guard heads.count < Self.mostHeads, inputSize >= 1, outputSize >= 1 else { return nil }
    let name = names.unique(name)
    var content: Result<NetworkHead, LayerRefusal>?
    if let activation {
      if reads { content = fill(try weights(), inputSize, outputSize, activation, called: name, on: below) }
    } else {
      content = .failure(.setting(name: "activation", value: word))
    }
    if let below { heads[below].isWithinAnother = true }
    heads.append(
      FoundHead(
        name: name, kind: kind, inputSize: below.map { heads[$0].inputSize } ?? inputSize,
        outputSize: outputSize, activation: word, layer: layer,
        note: note ?? below.flatMap { heads[$0].note },
        content: content))
    return heads.count - 1
  }

  /// The head that a dense layer makes, with those below.
  private func fill(
    _ found: (weights: [Double], bias: [Double]), _ inputSize: Int, _ outputSize: Int,
    _ activation: HeadActivation, called name: String, on below: Int?
  ) -> Result<NetworkHead, LayerRefusal> {
    guard found.bias.count == outputSize, found.weights.count / outputSize == inputSize,
      found.weights.count % outputSize == 0
    else { return .failure(.problem(.malformed("numbers that do not fill the shape of a dense layer"))) }
    let own = NetworkHead.Layer(
      inputSize: inputSize, outputSize: outputSize, weights: found.weights, bias: found.bias,
      activation: activation)
    guard let below, let lower = heads[below].content else {
      return .success(NetworkHead(name: name, layers: [own]))
    }
    return lower.map { NetworkHead(name: name, layers: $0.layers + [own]) }
  }

  /// Adds an activation after a linear head, as a head of its own.
  mutating func add(
    _ name: String, kind: String, activation: HeadActivation?, called word: String, after below: Int
  ) -> Int? {
    let head = heads[below]
    guard head.activation == HeadActivation.linear.name, heads.count < Self.mostHeads else {
      return nil
    }
    let name = names.unique(name)
    let content: Result<NetworkHead, LayerRefusal>? =
      if let activation {
        head.content?.map { found in
          var layers = found.layers
          layers[layers.count - 1].activation = activation
          return NetworkHead(name: name, layers: layers)
        }
      } else { .failure(.setting(name: "activation", value: word)) }
    heads[below].isWithinAnother = true
    heads.append(
      FoundHead(
        name: name, kind: kind, inputSize: head.inputSize, outputSize: head.outputSize,
        activation: word,
        layer: head.layer, note: head.note, content: content))
    return heads.count - 1
  }
}
