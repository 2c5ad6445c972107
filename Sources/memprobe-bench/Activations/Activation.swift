import CKernels
import Foundation

/// A kernel activation with its exact counterpart.
enum Activation: String, CaseIterable {
  case sigmoid
  case tanh

  func function(_ functions: ck_real_functions) -> (UnsafeRawPointer?, UnsafeMutableRawPointer?, Int) -> Void
  {
    switch self {
    case .sigmoid: functions.sigmoid
    case .tanh: functions.tanh
    }
  }

  /// Distance of `result` from the exact value at `x`, in units in the last place of the rounded exact value;
  /// NaN where a NaN went in or came out alone.
  func error(of result: Float, at x: Float) -> Double {
    if x.isNaN && result.isNaN { return 0 }
    let exact =
      switch self {
      case .sigmoid: 1 / (1 + exp(-Double(x)))
      case .tanh: Foundation.tanh(Double(x))
      }
    return abs(Double(result) - exact) / Double(Float(exact).ulp)
  }
}
