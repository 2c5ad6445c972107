import CLAPACK

/// The library that computes for this module.
package enum LinearAlgebraLibrary {
  /// Whether address space is limited, so that libraries are opened for good reasons only.
  package static var isConfined: Bool { clapack_is_confined() }

  /// "0.3.21"; nil where it is not there or, unless it may be opened, not in use.
  package static func version(opens: Bool) -> String? {
    guard let words = clapack_version(opens && !isConfined) else { return nil }
    return String(cString: words).split(separator: " ").dropFirst().first.map(String.init)
  }
}
