import MemoryMeasures
import RecurrentNetworks

/// Everything about recall results but what was measured: the attribute `plan` of their files.
struct RecallPlan: Codable, Hashable {
  let settings: RecallSettings
  let seed: UInt64
  let precision: Precision
  let networks: [RecalledNetwork]

  init(_ results: RecallResults) {
    settings = results.settings
    seed = results.seed
    precision = results.precision
    networks = results.entries.map(\.network)
  }

  /// Whether such a measurement can have been carried out.
  var isSound: Bool {
    do throws(RecallSettingsError) { try settings.validate() } catch { return false }
    return !networks.isEmpty
      && networks.allSatisfy { network in
        guard !network.layers.isEmpty, network.inputSize > 0, network.hiddenSize > 0 else { return false }
        guard case .unit(let unit, _) = network.readout else { return true }
        return (0..<network.hiddenSize).contains(unit)
      }
  }
}
