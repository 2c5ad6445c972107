import HDF5
import RecurrentNetworks

extension Reservoir {
  /// Writes how reservoirs were drawn as root attributes, for people.
  func writeAttributes(to root: HDF5Group) throws(HDF5Error) {
    try root.writeAttribute("spectral_radius", spectralRadius)
    try root.writeAttribute("density", density)
    try root.writeAttribute("leak_rate", leakRate)
    try root.writeAttribute("input_scaling", inputScaling)
    try root.writeAttribute("bias_scaling", biasScaling)
    try root.writeAttribute("activation", activation.rawValue)
  }
}
