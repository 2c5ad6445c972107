import RecurrentNetworks

/// A network that was read from a file, with all that tells where it comes from.
package struct LoadedNetwork: Sendable {
  /// The file's path as it was given.
  package let path: String
  /// By which results and figures call it: the file's name, or more of its path where another network loaded
  /// together with it is called the same.
  package let name: String
  /// What a user should know about the file as a whole.
  package let fileNotes: [NetworkFileNote]
  /// How far training had got, if the file says it.
  package let progress: TrainingProgress
  package let selection: NetworkSelection
  /// What was taken where the file does not say it.
  package let assumptions: NetworkAssumptions
  /// Every weight exactly, kernels in float32 where it holds them all.
  package var network: any NetworkOfAnyPrecision
  /// The widest number type among the weights of the selected layers.
  package let storage: StoredNumber

  /// Reads a file and selects a network in it.
  ///
  /// - Throws: `InputFileError`, `NetworkFileError`; `NetworkSelectionError`, in a `LoadedNetworkError` that
  ///   names the file.
  package init(
    path: String, name: String? = nil, selection: NetworkSelection = .whole,
    assuming assumptions: NetworkAssumptions = NetworkAssumptions(), head choice: HeadChoice? = nil
  ) throws {
    let file = try NetworkFile(path: path, assuming: assumptions, readsHeads: choice != nil)
    let found: FoundHead?
    do {
      found = try choice.map { choice throws(NetworkSelectionError) in try file.head(choice, on: selection) }
      let head = try found.map { found throws(NetworkSelectionError) in try found.read() }
      storage = try file.storage(selection)
      let stored = try file.stored(selection)
      if stored.allSatisfy(\.hasNarrowKernels) {
        network = NarrowNetwork(stored, head: head)
      } else {
        var wide: RecurrentNetwork<Double> = try file.network(selection)
        wide.head = head
        network = wide
      }
    } catch {
      throw LoadedNetworkError(path: path, error)
    }
    self.path = path
    self.name = name ?? Self.names(of: [path])[0]
    fileNotes = file.notes + [found?.note].compactMap(\.self)
    progress = file.progress
    self.selection = selection
    self.assumptions = assumptions
  }

  /// Reads several files and makes the same selection in each. Their names are unique.
  ///
  /// - Throws: as `init` does, for the first file that fails.
  package static func load(
    paths: [String], selection: NetworkSelection = .whole,
    assuming assumptions: NetworkAssumptions = NetworkAssumptions(), head: HeadChoice? = nil
  ) throws -> [LoadedNetwork] {
    try zip(paths, names(of: paths)).map {
      try LoadedNetwork(path: $0, name: $1, selection: selection, assuming: assumptions, head: head)
    }
  }

  /// Unique names for files: of each path as many of the last components as set it apart from the others; the
  /// same path again is called "... (2)" and so on.
  static func names(of paths: [String]) -> [String] {
    let components = paths.map { $0.split(separator: "/") }
    func name(_ index: Int, depth: Int) -> String { components[index].suffix(depth).joined(separator: "/") }
    let names = paths.indices.map { index in
      let others = paths.indices.filter { components[$0] != components[index] }
      let depths = 1...max(1, components[index].count)
      let depth = depths.first { depth in
        others.allSatisfy { name($0, depth: depth) != name(index, depth: depth) }
      }
      return name(index, depth: depth ?? depths.upperBound)
    }
    var unique = UniqueNames()
    return names.map { unique.unique($0) }
  }
}

/// A network whose kernels are numbers of float32, and its biases perhaps sums of two.
private struct NarrowNetwork: NetworkOfAnyPrecision {
  let layers: [RecurrentLayer<Float>]
  let head: NetworkHead?
  private let biases: [[[Double]]]

  init(_ stored: [StoredLayer], head: NetworkHead?) {
    self.head = head
    layers = stored.map { $0.layer(in: Float.self) }
    biases = stored.map(\.biases)
  }

  func biases(ofLayer layer: Int) -> [[Double]] { biases[layer] }

  func rounded<Other: NetworkScalar>(to: Other.Type) -> RecurrentNetwork<Other> {
    let rounded = layers.enumerated().map { place, layer in
      let biases = biases[place].map { $0.map { Other($0) } }
      return RecurrentLayer<Other>(rounding: layer).replacing(bias: biases[0], recurrentBias: biases[1])
    }
    return RecurrentNetwork(layers: rounded, head: head)
  }
}

/// A selection that failed, with the file in which it was made.
package struct LoadedNetworkError: Error, Equatable, Sendable {
  package let path: String
  package let problem: NetworkSelectionError

  package init(path: String, _ problem: NetworkSelectionError) {
    self.path = path
    self.problem = problem
  }
}
