import CHDF5

/// The error stack that libhdf5 leaves after a failed call.
enum ErrorStack {
  /// The descriptions on the stack, from the call that was made to the innermost cause, each on one line. To
  /// be read under the library's lock, before any other call.
  static func messages() -> [String] {
    var messages: [String] = []
    withUnsafeMutablePointer(to: &messages) { collected in
      _ = H5Ewalk2(
        CHDF5_E_DEFAULT(), H5E_WALK_DOWNWARD,
        { _, entry, collected in
          guard let description = entry?.pointee.desc else { return 0 }
          collected?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: description))
          return 0
        }, collected)
    }
    return messages.map { $0.filter { !$0.isNewline } }.filter { !$0.isEmpty }
  }
}
