import CMatio
import Files
import Foundation

/// The functions of matio, which is opened when the first is called.
private let matio = matio_load()

/// Writes a MAT-file of version 5 in memory, through matio.
final class MATLABWriter {
  private let file: OpaquePointer
  /// matio writes to files with names, and does not say when a disk is full: this one is in memory.
  private let memory: Int32
  private var isOpen = true
  private var variableCount = 0

  /// - Throws: `MATLABError` if there is no memory.
  init() throws(MATLABError) {
    memory = matio_memory_file("mat")
    guard memory >= 0 else { throw MATLABError(reason: String(cString: strerror(errno))) }
    // Without a header of ours matio writes the time into it.
    guard let file = matio.Mat_CreateVer("/proc/self/fd/\(memory)", "MATLAB 5.0 MAT-file", MAT_FT_MAT5) else {
      close(memory)
      throw MATLABError(reason: "no file in memory could be opened")
    }
    self.file = file
  }

  deinit {
    if isOpen { _ = matio.Mat_Close(file) }
    close(memory)
  }

  /// Adds a variable.
  func write(_ name: String, _ value: MATLABValue) throws(MATLABError) {
    let variable = try Self.make(value, name: name)
    defer { matio.Mat_VarFree(variable) }
    guard matio.Mat_VarWrite(file, variable, MAT_COMPRESSION_ZLIB) == 0 else {
      throw MATLABError(reason: "variable '\(name)' could not be written")
    }
    variableCount += 1
  }

  /// Ends the file, to be called once.
  func bytes() throws(MATLABError) -> [UInt8] {
    isOpen = false
    guard matio.Mat_Close(file) == 0, lseek(memory, 0, SEEK_SET) == 0 else {
      throw MATLABError(reason: "the file in memory could not be closed")
    }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try InputFile.bytes(of: memory)
    } catch {
      throw MATLABError(reason: error.message)
    }
    guard Self.elementCount(of: bytes) == variableCount else {
      throw MATLABError(reason: "the file in memory is not whole; is there a limit on the size of files?")
    }
    return bytes
  }

  /// How many elements fill a file exactly, which matio does not make sure of; nil if they do not. Each is a
  /// type and a length of four bytes, and what they announce. Source: MAT-File Format, Level 5.
  private static func elementCount(of bytes: [UInt8]) -> Int? {
    var (count, place) = (0, 128)
    while place + 8 <= bytes.count {
      let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
      place += 8 + length
      count += 1
    }
    return place == bytes.count ? count : nil
  }

  // MARK: Values

  /// A variable of matio, to be freed.
  private static func make(
    _ value: MATLABValue, name: String?
  ) throws(MATLABError) -> UnsafeMutablePointer<matvar_t> {
    let variable =
      switch value {
      case .double(let values, let lengths): numbers(values, lengths, MAT_C_DOUBLE, MAT_T_DOUBLE, name)
      case .single(let values, let lengths): numbers(values, lengths, MAT_C_SINGLE, MAT_T_SINGLE, name)
      case .int64(let values, let lengths): numbers(values, lengths, MAT_C_INT64, MAT_T_INT64, name)
      case .uint64(let values, let lengths): numbers(values, lengths, MAT_C_UINT64, MAT_T_UINT64, name)
      // What MATLAB itself writes: 16 bits a character.
      case .text(let text):
        numbers(Array(text.utf16), [text.isEmpty ? 0 : 1, text.utf16.count], MAT_C_CHAR, MAT_T_UINT16, name)
      case .cell(let values, let lengths): try cell(values, lengths, name)
      case .structure(let fields): try structure(fields, name)
      }
    guard let variable else { throw MATLABError(reason: "matio takes no variable '\(name ?? "")'") }
    return variable
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ values: [Number], _ lengths: [Int], _ type: matio_classes, _ storage: matio_types, _ name: String?
  ) -> UnsafeMutablePointer<matvar_t>? {
    var (values, lengths) = (values, lengths)
    return values.withUnsafeMutableBytes {
      matio.Mat_VarCreate(name, type, storage, Int32(lengths.count), &lengths, $0.baseAddress, 0)
    }
  }

  private static func cell(
    _ values: [MATLABValue], _ lengths: [Int], _ name: String?
  ) throws(MATLABError) -> UnsafeMutablePointer<matvar_t>? {
    var members: [UnsafeMutablePointer<matvar_t>?] = []
    do throws(MATLABError) {
      for value in values { members.append(try make(value, name: nil)) }
    } catch {
      for member in members { matio.Mat_VarFree(member) }
      throw error
    }
    var lengths = lengths
    return matio.Mat_VarCreate(name, MAT_C_CELL, MAT_T_CELL, Int32(lengths.count), &lengths, &members, 0)
  }

  private static func structure(
    _ fields: [(name: String, value: MATLABValue)], _ name: String?
  ) throws(MATLABError) -> UnsafeMutablePointer<matvar_t>? {
    var lengths = [1, 1]
    guard let structure = matio.Mat_VarCreateStruct(name, 2, &lengths, nil, 0) else { return nil }
    do throws(MATLABError) {
      for field in fields {
        guard matio.Mat_VarAddStructField(structure, field.name) == 0 else {
          throw MATLABError(reason: "matio takes no field '\(field.name)'")
        }
        _ = matio.Mat_VarSetStructFieldByName(
          structure, field.name, 0, try make(field.value, name: field.name))
      }
    } catch {
      matio.Mat_VarFree(structure)
      throw error
    }
    return structure
  }
}

/// A value of MATLAB: numbers and cells with their axis lengths, two at least, the first axis running
/// fastest.
indirect enum MATLABValue {
  case double([Double], [Int])
  case single([Float], [Int])
  case int64([Int64], [Int])
  case uint64([UInt64], [Int])
  case text(String)
  case cell([MATLABValue], [Int])
  /// Fields in order, each with one value.
  case structure([(name: String, value: MATLABValue)])
}

/// A MAT-file that cannot be made.
struct MATLABError: Error {
  let reason: String
}
