import LabelledFiles
import MemoryMeasures
import NetworkFiles
import RecurrentNetworks

// A network from a file, rounded to the precision that it is to be run in.
let path = CommandLine.arguments.dropFirst().first ?? "results/networks/adding-keras-lstm32.keras"
let network = RecurrentNetwork<Float>(rounding: try NetworkFile(path: path).network())

// How many steps until two sequences that differ in their first 1,000 steps lead to the same outputs? Of ten pairs, and
// how many counts are so near to the rounding floor that they may not be of memory.
let settings = try DivergenceSettings(totalSteps: 10_000, thresholds: [1e-1, 1e-3])
let measured = try (0..<10).map { pair in
  try Divergence.measure(
    network, inputs: DivergingInputs(inputSize: network.inputSize, stream: RandomStream(seed: pair)),
    settings: settings)
}
for (place, threshold) in settings.thresholds.enumerated() {
  let median = CensoredSample(measured.map { $0.thresholds[place] }).median
  let unclear = measured.count { !$0.isClear(of: threshold) }
  let steps = "\(median.isLowerBound ? "≥" : "")\(median.steps) steps"
  print("within \(threshold): \(steps), \(unclear) of them near the floor")
}

// The same in a file that xarray, R and Octave open, with named and labelled axes.
var file = LabelledFile(title: "Ten pairs of sequences of one network", source: "probe-from-swift")
let pairs = Axis("pair", "pair of sequences", .wholes(Array(0..<10)))
try file.add(Divergence.self, measured, settings: settings, over: [pairs])
try file.write(to: "pairs.h5", overwrites: true)

// A random network of the same shape, and one from arrays as PyTorch has them: a unit that keeps half its state.
let shape = NetworkShape(cell: .lstm, inputSize: network.inputSize, hiddenSize: network.outputSize)
let random = RecurrentNetwork<Float>(shape: shape, initialization: .standard, stream: RandomStream(seed: 1))
let halving = RecurrentNetwork<Double>(layers: [
  RecurrentLayer(
    pytorch: .rnn, inputSize: 1, hiddenSize: 1, weightIH: [1e-3], weightHH: [0.5], biasIH: [0], biasHH: [0],
    activation: .identity)
])

// How fast do they forget in the end? The time constants of their slowest directions, in steps.
let exponents = try LyapunovSettings(exponents: 1)
let stream = RandomStream(seed: 0)
print("trained:", try Lyapunov.measure(network, settings: exponents, stream: stream).timeConstant.rounded())
print("random:", try Lyapunov.measure(random, settings: exponents, stream: stream).timeConstant.rounded())
print("halving:", try Lyapunov.measure(halving, settings: exponents, stream: stream).timeConstant)
