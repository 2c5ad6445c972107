import RecurrentNetworks

/// A network that was read from a file, with all that tells where it comes from.
package struct LoadedNetwork: Equatable, Sendable {
  /// The file's path as it was given.
  package let path: String
  /// By which results and figures call it: the file's name, or more of its path where another network loaded
  /// together with it is called the same.
  package let name: String
  package let file: NetworkFile
  package let selection: NetworkSelection
  /// What was taken where the file does not say it.
  package let assumptions: NetworkAssumptions
  /// Float64 holds every stored weight exactly; `RecurrentNetwork<Float>(rounding:)` is exact, too, unless
  /// `storage` is float64.
  package let network: RecurrentNetwork<Double>
  /// The widest number type among the weights of the selected layers.
  package let storage: StoredNumber

  /// Reads a file and selects a network in it.
  ///
  /// - Throws: `InputFileError`, `NetworkFileError`; `NetworkSelectionError`, in a `LoadedNetworkError` that
  ///   names the file.
  package init(
    path: String, name: String? = nil, selection: NetworkSelection = .whole,
    assuming assumptions: NetworkAssumptions = NetworkAssumptions()
  ) throws {
    let file = try NetworkFile(path: path, assuming: assumptions)
    do {
      network = try file.network(selection)
      storage = try file.storage(selection)
    } catch {
      throw LoadedNetworkError(path: path, error)
    }
    self.path = path
    self.name = name ?? Self.names(of: [path])[0]
    self.file = file
    self.selection = selection
    self.assumptions = assumptions
  }

  /// Reads several files and makes the same selection in each. Their names are unique.
  ///
  /// - Throws: as `init` does, for the first file that fails.
  package static func load(
    paths: [String], selection: NetworkSelection = .whole,
    assuming assumptions: NetworkAssumptions = NetworkAssumptions()
  ) throws -> [LoadedNetwork] {
    try zip(paths, names(of: paths)).map {
      try LoadedNetwork(path: $0, name: $1, selection: selection, assuming: assumptions)
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

/// A selection that failed, with the file in which it was made.
package struct LoadedNetworkError: Error, Equatable, Sendable {
  package let path: String
  package let problem: NetworkSelectionError

  package init(path: String, _ problem: NetworkSelectionError) {
    self.path = path
    self.problem = problem
  }
}
