import ArgumentParser

/// The options of the commands that look at the pipeline itself.
struct PipelineOptions: ParsableArguments {
  @OptionGroup var access: AccessOptions

  @Option(help: "text or json.")
  var format: String?
}
