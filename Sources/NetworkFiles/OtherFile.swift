/// Files that people take for network files, known by their bytes.
public enum OtherFile: CaseIterable, Equatable, Sendable {
  /// What a git clone without LFS has in the place of a large file.
  case lfsPointer
  /// TensorFlow's SavedModel: a folder with a saved_model.pb.
  case savedModel
  /// A model's configuration in Keras's JSON, without weights.
  case kerasConfiguration
  /// A Python pickle that `torch.save` did not write.
  case pickle
  /// An HDF5 file of something else.
  case hdf5
  /// TensorFlow Lite.
  case tfLite

  /// Says why these kinds of files are not read.
  enum Refusal: NetworkReader {
    static let formats: [NetworkFileFormat] = []

    static func recognises(_ opened: OpenedFile) -> Bool { OtherFile(opened) != nil }

    static func read(_ opened: OpenedFile) throws -> NetworkFile {
      throw opened.error(OtherFile(opened).map { .otherFile($0) } ?? .unknownFormat)
    }
  }

  fileprivate init?(_ opened: OpenedFile) {
    guard let kind = Self.allCases.first(where: { $0.recognises(opened.bytes) }) else { return nil }
    self = kind
  }

  private func recognises(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .lfsPointer: bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8)
    // Which HDF5 file is whose is Keras's reader's to say; folders never come here.
    case .savedModel, .hdf5: false
    case .kerasConfiguration:
      JSONText.object(bytes, has: "class_name") && JSONText.object(bytes, has: "config")
    // A pickle of protocol 2 to 5 begins with its protocol. Nothing else that is read begins so, but PyTorch's own.
    case .pickle:
      bytes.count >= 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
        && !bytes.starts(with: TorchStream.magic)
    case .tfLite: bytes.count >= 8 && bytes[4..<8].elementsEqual("TFL3".utf8)
    }
  }
}

/// Texts that may be JSON, told from their beginning.
enum JSONText {
  /// Whether a file begins like an object and has a key in its first bytes.
  static func object(_ bytes: [UInt8], has key: String) -> Bool {
    let blanks = " \n\r\t".utf8
    return bytes.first { !blanks.contains($0) } == UInt8(ascii: "{")
      && String(decoding: bytes.prefix(1 << 16), as: UTF8.self).contains("\"\(key)\"")
  }
}
