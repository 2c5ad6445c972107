import HDF5

/// Reads the weights that Keras 3 spreads over several `.weights.h5` files (`save_weights(..., max_shard_size=...)`)
/// from the `.weights.json` that lists them.
enum KerasShards: NetworkReader {
  static let formats: [NetworkFileFormat] = []

  static func recognises(_ opened: OpenedFile) -> Bool {
    JSONText.object(opened.bytes, has: "weight_map")
      && opened.bytes.firstRange(of: Array(".weights.h5\"".utf8)) != nil
  }

  static func read(_ opened: OpenedFile) throws -> NetworkFile {
    let index = try ShardIndex(opened)
    for (layer, files) in index.files.sorted(by: { $0.key < $1.key }) where files.count > 1 {
      guard KerasCellClass.allCases.allSatisfy({ !layer.contains(KerasGroups.snakeCase($0.rawValue)) }) else {
        throw opened.error(at: layer, .unsupported("one layer's weights in several files"))
      }
    }
    let shards = try Set(index.files.values.joined()).sorted().map(index.open)
    return try KerasTreeWalk.file(
      of: shards.map { ($0, try $0.hdf5(HDF5Image($0.bytes).root())) }, .kerasWeights, in: opened)
  }
}
