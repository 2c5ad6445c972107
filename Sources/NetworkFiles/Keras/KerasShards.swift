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
    let roots = try Set(index.files.values.joined()).sorted().map { file in
      let shard = try index.open(file)
      return try shard.hdf5(HDF5Image(shard.bytes).root())
    }
    return try KerasTreeWalk.file(of: opened.hdf5(KerasGroup(roots: roots)), .kerasWeights, in: opened)
  }
}
