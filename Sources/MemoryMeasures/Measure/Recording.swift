import RecurrentNetworks

/// How the runs of a measure read recorded inputs in the place of random ones.
public struct Recording<Settings: Sendable>: Sendable {
  /// Which rows a run reads, and what that means for its results, in sentences: for help.
  public let words: String
  /// Steps of one sequence that a run reads.
  public let steps: @Sendable (Settings) -> Int
  /// The settings that make up these steps, by key.
  public let stepSettings: [String]
  /// Whether data that are too short for a run may be laid end to end.
  public let mayRepeat: Bool
  /// The settings of random inputs, by key, which say nothing of recorded ones.
  public let replaced: [String]
  /// Where the runs read.
  public let places: [RecordedPlace<Settings>]

  /// What a measure does with recorded inputs.
  public init(
    _ words: String, stepSettings: [String], mayRepeat: Bool = true, replaced: [String] = [],
    places: [RecordedPlace<Settings>] = [], steps: @escaping @Sendable (Settings) -> Int
  ) {
    self.words = words
    self.steps = steps
    self.stepSettings = stepSettings
    self.mayRepeat = mayRepeat
    self.replaced = replaced
    self.places = places
  }
}

/// A whole number that is known of every run that reads recorded inputs: a variable of results.
public struct RecordedPlace<Settings: Sendable>: Sendable {
  /// Of its variable in results.
  public let name: String
  /// What it is, in words.
  public let longName: String
  /// Given how the recording is laid out and the stream of the run's inputs.
  public let place: @Sendable (_ layout: RecordedLayout, _ inputs: RandomStream, _ settings: Settings) -> Int

  /// A name, words, and where a run reads.
  public init(
    _ name: String, _ longName: String,
    place: @escaping @Sendable (_ layout: RecordedLayout, _ inputs: RandomStream, _ settings: Settings) -> Int
  ) {
    self.name = name
    self.longName = longName
    self.place = place
  }
}
