import CKernels

/// The instruction sets for which the kernels exist. All give the same bits; they differ in speed only.
public enum SIMDPath: String, CaseIterable, Codable, Sendable {
  /// Runs everywhere (SSE2, NEON); slow on x86-64, whose base instruction set has no fused multiply-add.
  case portable
  /// x86-64 with AVX2 and FMA.
  case avx2
  /// x86-64 with AVX-512 F, DQ, BW and VL.
  case avx512

  /// The paths that this processor can run, slowest first.
  public static var supported: [SIMDPath] { allCases.filter { ck_functions_for($0.code) != nil } }

  /// The fastest of them.
  public static let best = supported.last ?? .portable

  /// - Throws: `SIMDPathError` if the name is none of the cases', or this processor cannot run it.
  public init(named name: String) throws(SIMDPathError) {
    guard let path = SIMDPath(rawValue: name) else { throw .unknown(name) }
    guard Self.supported.contains(path) else { throw .unsupported(path) }
    self = path
  }

  /// - Precondition: the path is supported.
  var functions: ck_functions {
    guard let functions = ck_functions_for(code) else {
      preconditionFailure("this processor cannot run the \(rawValue) kernels")
    }
    return functions.pointee
  }

  func functions(for precision: Precision) -> ck_real_functions {
    switch precision {
    case .float32: functions.float32
    case .float64: functions.float64
    case .bfloat16, .float16: functions.rounded
    }
  }

  private var code: ck_path {
    switch self {
    case .portable: ck_portable
    case .avx2: ck_avx2
    case .avx512: ck_avx512
    }
  }
}

/// A kernel path that was asked for by name and cannot be had.
public enum SIMDPathError: Error, Equatable {
  /// Allowed: the raw values of `SIMDPath`.
  case unknown(String)
  /// Allowed: `SIMDPath.supported`.
  case unsupported(SIMDPath)
}
