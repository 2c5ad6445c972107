import Foundation

/// A terminal of a given width with nobody in front of it.
final class PseudoTerminal {
  enum Failure: Error {
    case cannotOpen(errno: Int32)
  }

  /// The side a process writes to.
  let terminal: FileHandle
  private let master: Int32
  private var received = Data()

  init(columns: UInt16) throws {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var sides: (master: Int32, terminal: Int32) = (-1, -1)
    guard openpty(&sides.master, &sides.terminal, nil, nil, &size) == 0 else {
      throw Failure.cannotOpen(errno: errno)
    }
    master = sides.master
    terminal = FileHandle(fileDescriptor: sides.terminal, closeOnDealloc: true)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit { close(master) }

  /// Everything written until the process ends.
  func text(of running: RunningTool) throws -> String {
    while running.isRunning {
      drain()
      Thread.sleep(forTimeInterval: 0.002)
    }
    drain()
    return String(decoding: received, as: UTF8.self)
  }

  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      received.append(contentsOf: buffer[..<count])
    }
  }
}
