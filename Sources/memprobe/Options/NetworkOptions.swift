import ArgumentParser

/// How the networks are drawn and in which arithmetic they run. Nil where the command line says nothing.
struct NetworkOptions: ParsableArguments {
  @OptionGroup var arithmetic: ArithmeticOptions
  @OptionGroup var weights: InitializationOptions<ProbeInitializer>
}
