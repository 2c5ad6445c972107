import ArgumentParser
import CKernels
import RecurrentNetworks

struct ActivationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations",
    abstract: "Check sigmoid and tanh at every one of the 2^32 float32 values (some minutes).",
    discussion: "Fails if a result is more than 2 units in the last place off, or a NaN is lost.")

  func run() throws {
    guard
      let functions = ck_functions_for(ck_avx512) ?? ck_functions_for(ck_avx2)
        ?? ck_functions_for(ck_portable)
    else { throw ExitCode.failure }
    var isWithinBound = true
    let float32 = functions.pointee.float32
    for (activation, function) in [(Activation.sigmoid, float32.sigmoid), (.tanh, float32.tanh)] {
      guard let function else { throw ExitCode.failure }
      let worst = Self.worst(activation, function)
      print("\(activation.rawValue): at most \(Format.number(worst.error, 4)) ulp, at \(worst.x)")
      isWithinBound = isWithinBound && worst.error <= 2
    }
    if !isWithinBound { throw ExitCode.failure }
  }

  private static func worst(
    _ activation: Activation, _ function: (UnsafeRawPointer?, UnsafeMutableRawPointer?, Int) -> Void
  ) -> (error: Double, x: Float) {
    let span = 1 << 20
    var worst = (error: 0.0, x: Float(0))
    var results = [Float](repeating: 0, count: span)
    for first in stride(from: 0, to: 1 << 32, by: span) {
      let values = (first..<first + span).map { Float(bitPattern: UInt32($0)) }
      values.withUnsafeBytes { values in
        results.withUnsafeMutableBytes { function(values.baseAddress, $0.baseAddress, span) }
      }
      for place in 0..<span {
        let error = activation.error(of: results[place], at: values[place])
        if !(error <= worst.error) { worst = (error, values[place]) }
      }
    }
    return worst
  }
}

extension Activation {
  /// Distance of `result` from the exact value at `x`, in units in the last place of the rounded exact value;
  /// 0 where a NaN came out of a NaN, and NaN where one went in or came out alone.
  fileprivate func error(of result: Float, at x: Float) -> Double {
    if x.isNaN && result.isNaN { return 0 }
    let exact = value(at: Double(x))
    return abs(Double(result) - exact) / Double(Float(exact).ulp)
  }
}
