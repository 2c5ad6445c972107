import CHDF5

/// The one owner of a handle of libhdf5: closes it when it goes.
final class Handle {
  typealias Close = @convention(c) (hid_t) -> herr_t

  let id: hid_t
  private let close: Close

  init(_ id: hid_t, closedBy close: @escaping Close) {
    self.id = id
    self.close = close
  }

  deinit {
    // Closing a file closes what is open in it, so this may be closed already; the library never gives out
    // the same identifier twice.
    HDF5Library.locked {
      if H5Iis_valid(id) > 0 { _ = close(id) }
    }
  }

  /// Whether nothing has closed it yet.
  var isOpen: Bool {
    HDF5Library.locked { H5Iis_valid(id) > 0 }
  }
}
