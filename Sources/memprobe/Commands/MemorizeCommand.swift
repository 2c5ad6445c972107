import ArgumentParser
import Experiments
import Figures

/// Trains networks on the memorization task, or what is left of it, and prints which inputs they learned.
struct MemorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memorize",
    abstract: "Train networks to return the p-th-from-last input, and measure which they learn.",
    discussion: """
      The random memorization task of Illium et al. 2022: a network reads 10 to 15 uniform random numbers and \
      answers with the sum of its last layer's units; its loss is the distance from the input at a position \
      counted from the last. Every network of a grid is trained for every position, by plain stochastic \
      gradient descent, and evaluated on fresh sequences. Without options: the grid of the article's Figures 6 \
      and 7.

      Finished trainings are kept as they come: after an interruption the same command goes on where it \
      stopped.
      """)

  @OptionGroup(title: "Grid") var grid: MemorizationGridOptions
  @OptionGroup(title: "Networks") var weights: InitializationOptions<TrainingInitializer>
  @OptionGroup(title: "Networks") var random: SeedOptions
  @OptionGroup(title: "Task and training") var training: TrainingOptions
  @OptionGroup(title: "Running") var running: RunOptions
  @OptionGroup(title: "Output") var output: OutputOptions<MemorizationOutput>
  @OptionGroup(title: "Output") var saving: SavedNetworkOptions

  func run() throws {
    let file = try running.experimentFile(for: .memorization)
    let plan = try running.naming { try self.plan(file) }
    let setup = try SweepSetup(
      running, output, file, defaultOutput: OptionDefault.memorizationOutput)
    let networks = try TrainedNetworks(
      directory: saving.saveNetworks ?? file.saveNetworks, overwrites: setup.force)
    let results = try setup.run(
      plan, into: MemorizationResultsFile.self,
      prober: MemorizationProbe(plan, path: setup.path, keep: networks.keep),
      failure: { networks.failure })
    try Console.output(MemorizationSummary(results).text)
    try Console.output("\nResults file: \(setup.output)\n")
  }

  private func plan(_ file: ExperimentFile) throws -> MemorizationPlan {
    try MemorizationPlan(
      grid: grid.grid(file), settings: training.settings(file),
      seed: random.seed ?? file.seed ?? OptionDefault.seed, initialization: weights.initialization(file),
      learnedBelow: training.learnedBelow ?? file.learnedBelow ?? MemorizationPlan.defaultLearnedBelow)
  }
}
