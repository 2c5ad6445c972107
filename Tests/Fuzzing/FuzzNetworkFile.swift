import HDF5
import NetworkFiles

/// What libFuzzer calls with every input it makes up: reads it as a network file, whatever format it has.
/// Crashes, hangs and memory beyond the limit are the fuzzer's to notice; that nothing is ever read which is
/// not a finite number is checked here.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNetworkFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let file = try? NetworkFile(bytes: bytes, path: "input") else { return 0 }
  for layer in file.layers {
    guard case .success(let stored) = layer.content else { continue }
    let content = stored.layer()
    let weights = [content.inputKernel, content.recurrentKernel, content.bias, content.recurrentBias]
    precondition(weights.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
  for stack in file.stacks {
    let (first, last) = (file.layers[stack[0]].name, file.layers[stack[stack.count - 1]].name)
    _ = try? file.network(.layers(first: first, last: last))
  }
  return 0
}
