import HDF5

/// A weight of an old Keras file: a path within the group of a layer.
struct KerasNamedWeight {
  /// The layer of the model that it belongs to.
  let layer: String
  /// The path, `lstm/lstm_cell/kernel:0`, in its parts.
  let parts: [String]
  private let group: HDF5ImageObject

  init(layer: String, path: String, in group: HDF5ImageObject) {
    self.layer = layer
    self.group = group
    parts = path.split(separator: "/").map(String.init)
  }

  /// `kernel`, `recurrent_kernel`, `bias` or something else.
  var role: String { parts.last.map { String($0.prefix { $0 != ":" }) } ?? "" }

  /// What the weight's name begins with: the same for all weights of a cell.
  var owner: [String] { parts.dropLast() }

  func object() throws(HDF5ImageError) -> HDF5ImageObject {
    var object = group
    for part in parts {
      guard let member = try object.member(part) else {
        throw HDF5ImageError(
          object: object.path, problem: .malformed("no '\(part)', which a list of weights names"))
      }
      object = member
    }
    return object
  }

  /// The weights that make recurrent cells: every recurrent kernel with the kernel before it and the bias, if
  /// there is one, after it.
  static func cells(in weights: [KerasNamedWeight]) -> [[KerasNamedWeight]] {
    weights.indices.dropFirst().filter { weights[$0].role == "recurrent_kernel" }.map { index in
      let next = weights.indices.contains(index + 1) ? weights[index + 1] : nil
      let bias = next.flatMap { $0.role == "bias" && $0.owner == weights[index].owner ? [$0] : nil } ?? []
      return [weights[index - 1], weights[index]] + bias
    }
  }
}
