import CHDF5
import Foundation

/// The process-wide state of libhdf5: one lock, set up on first use.
///
/// Whether libhdf5 may be called from several threads depends on how it was built: by default it may not,
/// since its tables of handles and its error stack are plain globals, and its high-level library (the
/// dimension scales) never may. So every call, about whatever file, is made under this one lock. The lock is
/// recursive because closing a handle takes it, too, which may happen inside a locked stretch.
enum HDF5Library {
  /// Runs `body` while no other thread is inside libhdf5.
  static func locked<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    // Errors are thrown (see `HDF5Error`), not printed. A libhdf5 built for threads has a stack of errors,
    // with this setting, for every thread, so one call at the start would not do.
    H5Eset_auto2(CHDF5_E_DEFAULT(), nil, nil)
    return try body()
  }

  private static let lock: NSRecursiveLock = {
    // At exit, libhdf5 would close what is left open, without this lock, so perhaps while another thread is
    // inside. Every handle has an owner that closes it, and nothing gets lost with those that have not yet.
    // Must be the first call of all.
    H5dont_atexit()
    return NSRecursiveLock()
  }()
}
