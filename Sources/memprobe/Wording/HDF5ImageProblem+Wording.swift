import HDF5

/// Follows the name of the object in question.
extension HDF5ImageProblem {
  var wording: String {
    switch self {
    case .notHDF5: "is no HDF5 file"
    case .truncated(let needed, let found): "is cut short: it goes on to byte \(needed), there are \(found)"
    case .malformed(let what): "is damaged: \(what)"
    case .wrongType(let found): "holds \(found) values; allowed are floats and integers"
    case .unsupported(let what): "\(what), which is not read"
    case .tooLarge(let what, let found, let limit): "\(what) is \(found); allowed are at most \(limit)"
    }
  }
}
