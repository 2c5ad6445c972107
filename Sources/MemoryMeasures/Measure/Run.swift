import RecurrentNetworks

/// Where a run lies in a plan. With the plan it determines everything about the run.
public struct Run: Hashable, Sendable {
  /// Which network.
  public var subject: Subject
  /// Places on the measure's own axes.
  public var point: [Int]
  /// From 0: of a drawn network, which is drawn anew, and its inputs; of others that of their inputs.
  public var repeatIndex: Int

  /// A subject, its place along the measure's axes, and which repeat.
  public init(_ subject: Subject, at point: [Int] = [], repeat repeatIndex: Int = 0) {
    self.subject = subject
    self.point = point
    self.repeatIndex = repeatIndex
  }
}

/// Whose memory is measured.
public enum Subject: Hashable, Sendable {
  /// A network that is drawn, anew in every repeat.
  case drawn(NetworkShape)
  /// A network from a file, or a constructed one, by its name.
  case given(String)
  /// A random network of the same shape as a given one.
  ///
  /// - Parameter number: which of its kind, from 0. Nil in results of the formats before version 3, where every run is
  ///   of another twin, with inputs of its own, and the repeat tells which.
  case twin(of: String, TwinKind, number: Int?)
}

/// The kinds of random networks that a given one is compared with. All have its cells and sizes, layer by layer.
///
/// The raw values are the names of the command line, and those of the initialization that is drawn from.
public enum TwinKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// Glorot uniform kernels, as Keras draws them.
  case glorot
  /// Glorot normal kernels.
  case glorotNormal = "glorot-normal"
  /// Orthogonal recurrent kernels, Keras's default.
  case keras
  /// Uniform on ±1/√H, PyTorch's default.
  case pytorch
  /// The given network's own values: each kernel permuted within itself, each bias within each gate. What a
  /// network has in common with these twins lies in the distribution of its weights, what not in their structure.
  case shuffled

  /// How fresh weights are drawn; nil for `shuffled`.
  public var initialization: Initialization? {
    Initialization.Preset(rawValue: rawValue).map { Initialization($0) }
  }

  /// The kind's word in the path of a stream. Never change one: results depend on it.
  public var streamCode: UInt64 {
    switch self {
    case .glorot: 1
    case .glorotNormal: 2
    case .keras: 3
    case .pytorch: 4
    case .shuffled: 5
    }
  }
}

/// What a random stream is for: the first word of its path. Never change one: results depend on it.
public enum StreamRole: UInt64, Sendable {
  /// Weights of drawn networks.
  case network = 1
  /// Inputs of `divergence` and `lyapunov`.
  case inputs = 2
  /// Weights of twins.
  case twin = 3
  /// Inputs of twins that read pairs of their own, in results of earlier formats.
  case twinInputs = 4
  /// Sequences of `recall`.
  case recall = 5
  /// Weights before training.
  case memorizationNetwork = 6
  /// Minibatches and evaluation of `memorize`.
  case memorizationTask = 7
  /// Inputs and shuffles of `capacity`.
  case capacity = 8
  /// Resamples of intervals.
  case bootstrap = 20

  /// The path of a drawn network: its own for every shape and repeat.
  public func path(_ shape: NetworkShape, repeatIndex: Int) -> [UInt64] {
    [
      rawValue, shape.cell.streamCode, UInt64(shape.layers), UInt64(shape.hiddenSize),
      UInt64(shape.inputSize), UInt64(repeatIndex),
    ]
  }
}

extension CellType {
  /// The cell's word in the path of a stream. Never change one: results depend on it.
  public var streamCode: UInt64 { definition.streamCode }
}

/// A layer of a network but for its weights.
public struct LayerShape: Codable, Hashable, Sendable {
  /// The cell type.
  public let cell: CellType
  /// I, values per step.
  public let inputSize: Int
  /// H, units.
  public let hiddenSize: Int

  /// A cell and its sizes.
  public init(cell: CellType, inputSize: Int, hiddenSize: Int) {
    self.cell = cell
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
  }

  /// Of a layer that there is.
  public init<Scalar>(_ layer: RecurrentLayer<Scalar>) {
    self.init(cell: layer.cell, inputSize: layer.inputSize, hiddenSize: layer.hiddenSize)
  }

  /// Numbers of the complete state: h, and c of an LSTM.
  var stateSize: Int { (cell.hasCellState ? 2 : 1) * hiddenSize }
}

/// What is known of a network besides its weights.
public struct NetworkOutline: Hashable, Sendable {
  /// Lowest first; at least one.
  public var layers: [LayerShape]
  /// The unit of the last layer, and the factor on it, that give the first input back exactly; nil where none does.
  public var readout: ExactReadout?
  /// What is known of its recall beforehand; nil where nothing is.
  public var promise: RecallPromise?
  /// What is read of it in the place of the output; nil where that is the output.
  public var head: HeadOutline?

  /// A readout that is known beforehand.
  public struct ExactReadout: Codable, Hashable, Sendable {
    /// Of the last layer, from 0.
    public var unit: Int
    /// What its value is multiplied by.
    public var scale: Double

    /// A unit and a factor.
    public init(unit: Int, scale: Double) {
      self.unit = unit
      self.scale = scale
    }
  }

  /// A head, but for its weights.
  public struct HeadOutline: Codable, Hashable, Sendable {
    /// By which files and results call it.
    public var name: String
    /// How many numbers it puts out.
    public var outputs: Int
    /// That of its last layer.
    public var activation: String
    /// A number that differs for heads that differ by accident.
    public var digest: UInt64

    /// Of a head, with a number made of its weights.
    public init(_ head: NetworkHead, digest: UInt64) {
      (name, outputs, self.digest) = (head.name, head.outputSize, digest)
      activation = head.layers[head.layers.count - 1].activation.name
    }
  }

  /// Layers from the first, what is known of what they recall, and what is read in the place of their output.
  public init(
    layers: [LayerShape], readout: ExactReadout? = nil, promise: RecallPromise? = nil,
    head: HeadOutline? = nil
  ) {
    self.layers = layers
    self.head = head
    self.readout = readout
    self.promise = promise
  }

  /// Of equal layers.
  public init(_ shape: NetworkShape) {
    self.init(
      layers: (0..<shape.layers).map { layer in
        LayerShape(
          cell: shape.cell, inputSize: layer == 0 ? shape.inputSize : shape.hiddenSize,
          hiddenSize: shape.hiddenSize)
      })
  }

  /// Values per input step.
  public var inputSize: Int { layers.first?.inputSize ?? 0 }

  /// Units of the last layer.
  public var outputSize: Int { layers.last?.hiddenSize ?? 0 }

  /// Numbers of the complete state: h, and c of LSTM layers, of every layer.
  package var stateSize: Int { layers.reduce(0) { $0 + $1.stateSize } }

  /// Units of all layers; 0 where none keeps its state by a gate or a leak.
  package var keepingUnits: Int {
    layers.contains { $0.cell.keepsState } ? layers.reduce(0) { $0 + $1.hiddenSize } : 0
  }

  /// The sizes of a stack of equal layers that is at least as large: for estimates.
  public var envelope: NetworkShape {
    let cell = layers.map(\.cell).max { $0.gateCount < $1.gateCount } ?? .rnn
    return NetworkShape(
      cell: cell, layers: layers.count, inputSize: inputSize,
      hiddenSize: layers.map(\.hiddenSize).max() ?? 0)
  }
}

/// A variable of results that says something of every given network.
public struct NetworkColumn: Sendable {
  /// Its value for a network.
  public enum Words: Sendable {
    /// A whole number.
    case count(@Sendable (NetworkOutline) -> Int)
    /// Words.
    case text(@Sendable (NetworkOutline) -> String)
  }

  /// Of its variable in results.
  public let name: String
  /// What it is, in words.
  public let longName: String
  /// The value, of a network's outline.
  public let words: Words

  /// A name, words, and its values.
  public init(_ name: String, _ longName: String, _ words: Words) {
    self.name = name
    self.longName = longName
    self.words = words
  }
}

extension RandomStream {
  /// The stream named by these words within this one.
  public func child(path: [UInt64]) -> RandomStream { path.reduce(self) { $0.child($1) } }
}
