/// How the weights and biases of a fresh network are drawn.
public struct Initialization: Codable, Hashable, Sendable {
  /// The named recipes of the command line and of experiment files.
  public enum Preset: String, CaseIterable, Codable, Sendable {
    /// Glorot uniform kernels, forget bias 1.
    case glorot
    /// Glorot normal kernels, forget bias 1.
    case glorotNormal = "glorot-normal"
    /// Glorot uniform input kernels and orthogonal recurrent ones, forget bias 1.
    case keras
    /// Kernels and biases uniform on ±1/√H.
    case pytorch
    /// Glorot uniform kernels, biases for time scales up to `longestTime`.
    case chrono
  }

  /// How input kernels are drawn.
  public var inputKernel: KernelInitializer
  /// How recurrent kernels are drawn.
  public var recurrentKernel: KernelInitializer
  /// Whether biases are drawn from ±1/sqrt(hidden size) too, as in PyTorch. Otherwise they are zero but for
  /// the forget bias.
  public var drawsBiases: Bool
  /// Bias of the LSTM forget gate, added to what is drawn. 1 in Keras (Jozefowicz et al. 2015), 0 in PyTorch.
  public var forgetBias: Double
  /// T of chrono initialization (Tallec & Ollivier 2018), at least 2: units forget at time scales that are drawn from 1 to
  /// T - 1. Of an LSTM's biases that of the forget gate is ln u and that of the input gate -ln u, with u uniform on
  /// [1, T - 1] for every unit; of a GRU's that of the update gate, by which the old state is kept, is ln u. (They add to
  /// what is drawn, and to `forgetBias`.) Cells without such gates have no time scales to draw. Nil for none.
  public var longestTime: Int?
  /// Factor on every kernel entry; 1 leaves the recipe as published.
  public var gain: Double
  /// How the layers of an echo state network are drawn, whatever the rest says.
  public var reservoir: Reservoir

  /// A recipe of one's own.
  public init(
    inputKernel: KernelInitializer, recurrentKernel: KernelInitializer, drawsBiases: Bool = false,
    forgetBias: Double = 1, longestTime: Int? = nil, gain: Double = 1, reservoir: Reservoir = .standard
  ) {
    self.inputKernel = inputKernel
    self.recurrentKernel = recurrentKernel
    self.drawsBiases = drawsBiases
    self.forgetBias = forgetBias
    self.longestTime = longestTime
    self.gain = gain
    self.reservoir = reservoir
  }

  /// Stored without a reservoir, it has the standard one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      inputKernel: container.decode(KernelInitializer.self, forKey: .inputKernel),
      recurrentKernel: container.decode(KernelInitializer.self, forKey: .recurrentKernel),
      drawsBiases: container.decode(Bool.self, forKey: .drawsBiases),
      forgetBias: container.decode(Double.self, forKey: .forgetBias),
      longestTime: container.decodeIfPresent(Int.self, forKey: .longestTime),
      gain: container.decode(Double.self, forKey: .gain),
      reservoir: container.decodeIfPresent(Reservoir.self, forKey: .reservoir) ?? .standard)
  }

  /// - `glorot`: Glorot uniform on both kernels, zero biases, forget bias 1: what
  ///   `keras.layers.LSTM(n, recurrent_initializer="glorot_uniform")` does. The default everywhere.
  /// - `glorot-normal`: the same with Glorot normal.
  /// - `keras`: Keras's own defaults, with an orthogonal recurrent kernel.
  /// - `pytorch`: uniform ±1/sqrt(hidden size) for kernels and biases, no extra forget bias.
  /// - `chrono`: the kernels of `glorot`, with biases for time scales of up to 100 steps: see `longestTime`.
  public init(_ preset: Preset) {
    switch preset {
    case .glorot: self.init(inputKernel: .glorotUniform, recurrentKernel: .glorotUniform)
    case .glorotNormal: self.init(inputKernel: .glorotNormal, recurrentKernel: .glorotNormal)
    case .keras: self.init(inputKernel: .glorotUniform, recurrentKernel: .orthogonal)
    case .pytorch:
      self.init(
        inputKernel: .inverseRootHidden, recurrentKernel: .inverseRootHidden, drawsBiases: true,
        forgetBias: 0)
    case .chrono:
      self.init(
        inputKernel: .glorotUniform, recurrentKernel: .glorotUniform, forgetBias: 0, longestTime: 100)
    }
  }
}

extension Initialization {
  /// The recipe that draws weights like this, whatever gain, forget bias and longest time; nil for one's own mixture.
  public var preset: Preset? {
    Preset.allCases.first { preset in
      let recipe = Initialization(preset)
      return recipe.inputKernel == inputKernel && recipe.recurrentKernel == recurrentKernel
        && recipe.drawsBiases == drawsBiases && (recipe.longestTime == nil) == (longestTime == nil)
    }
  }
}
