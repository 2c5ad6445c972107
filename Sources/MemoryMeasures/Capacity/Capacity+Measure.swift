import RecurrentNetworks

/// How the measure is offered, stored and summed up.
extension Capacity: Measure {
  public static let name = "capacity"
  public static let title =
    "How much of the input some steps ago a linear readout of a recurrent network recovers"
  /// Raised whenever a change changes more of a result than the last digits, which depend on the processor as well.
  public static let arithmeticRevision = 1

  /// One layer of 50 units: an echo state network and the three cells that are trained elsewhere.
  public static let offer = NetworkOffer(
    grid: NetworkGrid(cells: [.esn, .rnn, .lstm, .gru], layers: [1], hiddenSizes: [50], inputSizes: [1]),
    fixed: ["input-sizes"])

  /// Delays up to twice the bound of the capacity, and no fewer than 100.
  public static func standardSettings(for networks: NetworksAtHand) -> CapacitySettings {
    var settings = CapacitySettings.standard
    settings.maximumDelay = max(settings.maximumDelay, 2 * min(networks.mostUnits, CapacitySettings.mostDelays / 2))
    return settings
  }

  public static func check(_ network: NetworkOutline, settings: CapacitySettings) throws(SettingError) {
    let least = leastTrainingSteps(units: network.outputSize, inputs: network.inputSize, settings)
    guard settings.trainingSteps >= least else {
      throw CapacitySettings.setting("training-steps").error(
        .whole(settings.trainingSteps),
        allowed: """
          at least \(Allowed.grouped(least)) for a network of \(Allowed.grouped(network.outputSize)) units, one more \
          than its readout has weights
          """)
    }
  }

  public static func columns(_ settings: CapacitySettings) -> [Column<CapacityMeasurement>] {
    let delay = Axis(
      "delay", "steps between an input and the step at which it is read out",
      .wholes(Array(1...settings.maximumDelay)))
    return [
      .derived("memory_capacity", "sum of memory_function over the delays") { [$0.total] },
      .number("memory_capacity_error", \.standardError, "standard error of memory_capacity"),
      .numbers(
        "memory_function", \.memoryFunction, along: delay,
        longName:
          "squared correlation of readout and delayed input on the test sequence, corrected for the noise floor"
      ),
      .numbers(
        "noise_floor", \.noiseFloor, along: delay,
        longName: "mean squared correlation of readouts fitted to shuffled inputs"),
    ]
  }

  public static func blank(_ settings: CapacitySettings) -> CapacityMeasurement {
    let zeros = [Double](repeating: 0, count: settings.maximumDelay)
    return CapacityMeasurement(memoryFunction: zeros, noiseFloor: zeros, standardError: 0)
  }

  public static func accepts(_ value: CapacityMeasurement, settings: CapacitySettings) -> Bool {
    let numbers = value.memoryFunction + value.noiseFloor + [value.standardError]
    return value.memoryFunction.count == settings.maximumDelay
      && value.noiseFloor.count == settings.maximumDelay && numbers.allSatisfy(\.isFinite)
  }

  public static func statistics(_ settings: CapacitySettings) -> [Statistic<CapacityMeasurement>] {
    [
      .number("mean_memory_capacity", "mean of memory_capacity (measured repeats)") {
        CapacityStatistics($0).meanCapacity
      },
      .number(
        "std_memory_capacity", "sample standard deviation (ddof = 1) of memory_capacity (measured repeats)"
      ) { CapacityStatistics($0).stdCapacity },
    ]
  }

  public static func networkColumns(_ settings: CapacitySettings) -> [NetworkColumn] {
    [
      NetworkColumn(
        "units", "units of the last layer: the bound of the capacity", .count { $0.outputSize })
    ]
  }

  public static func cost(_ shape: NetworkShape, at point: [Int], settings: CapacitySettings) -> Double {
    estimatedCost(shape, settings: settings)
  }

  public static func bytes(_ shape: NetworkShape, settings: CapacitySettings, precision: Precision) -> Double {
    estimatedBytes(shape, settings: settings, precision: precision)
  }

  /// All networks are fed the same in the same repeat.
  public static func inputPath(_ run: Run, inputSize: Int, settings: CapacitySettings) -> [UInt64] {
    [StreamRole.capacity.rawValue, UInt64(run.repeatIndex)]
  }

  public static func measure<Scalar: NetworkScalar>(
    _ lineup: Lineup<Capacity, Scalar>,
    completed: (Int, Result<CapacityMeasurement, CapacityError>) -> Void
  ) throws(CancellationError) {
    for index in lineup.runs.indices {
      do throws(CapacityError) {
        completed(
          index,
          .success(
            try measure(
              lineup.network(index), settings: lineup.settings, stream: lineup.inputs, path: lineup.path,
              isCancelled: lineup.isCancelled)))
      } catch .cancelled {
        throw CancellationError()
      } catch {
        completed(index, .failure(error))
      }
    }
  }
}

extension CapacityError: RunFailure {
  public var reason: String {
    switch self {
    case .outputNotFinite(let step): "output not finite at step \(step)"
    case .outputsTooLarge: "outputs too large for sums of their squares"
    case .tooFewTrainingSteps(let found, let least):
      "\(found) training steps; fitting takes at least \(least)"
    case .cancelled: "cancelled"
    }
  }
}
