import HDF5

/// Files that hold weights and no configuration: what a layer is must be told from names and shapes.
extension KerasReading {
  /// The recurrent layers of a file of Keras 3's layout.
  ///
  /// The file itself orders layers by name. What is known besides is the order in which they were written,
  /// which is that of the model.
  func weights(
    _ root: HDF5ImageObject, format: NetworkFileFormat, remark: String?
  ) throws(NetworkFileError) -> NetworkFile {
    var catalog = KerasCatalog(reading: self)
    catalog.guessesStacks = true
    if let remark { catalog.note(.remark(remark)) }
    var walk = KerasTreeWalk(reading: self, catalog: catalog)
    _ = try walk.add(model: root, fedBy: .elsewhere)
    if walk.catalog.layers.count > 1 { walk.catalog.note(Self.orderNote("in which they were written")) }
    return try walk.catalog.file(format)
  }

  /// The recurrent layers of a weights file of Keras 2.
  func weights(_ legacy: KerasLegacyFile) throws(NetworkFileError) -> NetworkFile {
    var catalog = KerasCatalog(reading: self)
    catalog.guessesStacks = true
    let byLayer = Dictionary(grouping: legacy.weights, by: \.layer)
    var source = StackBuilder.Source.elsewhere
    for name in legacy.layerNames {
      let own = byLayer[name] ?? []
      let cells = KerasNamedWeight.cells(in: own)
      if cells.isEmpty {
        if !own.isEmpty || !KerasClasses.isInert(groupName: name) { source = .elsewhere }
        continue
      }
      let isStack = own.contains { $0.parts.contains { $0.withoutCounter == "stacked_rnn_cells" } }
      for cell in cells {
        let place = try catalog.add(
          try self.cell(cell, of: name, isAlone: cells.count == 1),
          fedBy: cells.count == 1 || isStack ? source : .elsewhere)
        source = .layer(place)
      }
      if cells.count > 1, !isStack { source = .elsewhere }
    }
    if catalog.layers.count > 1 { catalog.note(Self.orderNote("of the file's layer_names")) }
    return try catalog.file(.kerasLegacy)
  }

  private func cell(
    _ weights: [KerasNamedWeight], of layer: String, isAlone: Bool
  ) throws(NetworkFileError) -> KerasCell {
    let owner = weights.last?.owner ?? []
    let half = owner.first { $0.hasPrefix("forward_") || $0.hasPrefix("backward_") }
    let isBackward = half?.hasPrefix("backward_") ?? false
    let part = half.map { _ in isBackward ? "backward_layer" : "forward_layer" } ?? owner.last ?? ""
    let cellClass = owner.last.flatMap { KerasCellClass(groupName: $0) }
    let arrays = try file { () throws(HDF5ImageError) in
      try weights.map { weight throws(HDF5ImageError) in try weight.object() }
    }
    return KerasCell(
      name: isAlone && half == nil ? layer : "\(layer)/\(part)", kind: owner.last ?? layer,
      direction: isBackward ? .backward : .forward, cellClass: cellClass, arrays: arrays)
  }

  private static func orderNote(_ order: String) -> NetworkFileNote {
    .assumed(
      setting: "what feeds what", value: "each layer the next, where the sizes fit",
      reason: "the file holds no configuration, only layers; their order is the one \(order)")
  }
}
