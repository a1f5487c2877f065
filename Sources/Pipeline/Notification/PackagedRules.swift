import Detection
import Glibc
import Query

/// The rule files that were packaged beside the function, in the folder `rules`.
enum PackagedRules {
  /// In bytes.
  private static let largest = 4 << 20

  /// The built-in rules and those of the folder; a folder that is not there has none.
  ///
  /// Correlations are left out: of the events that one needs together, each instance of a function sees some. `iamwatch watch` sees them
  /// all.
  /// - Throws: ``FunctionError`` with every file that cannot be honoured: it is better to fail than to watch less than was meant.
  static func load(
    _ folder: String, context: EvaluationContext, log: (String) -> Void
  ) throws(FunctionError) -> RuleSet {
    let loaded: LoadedRules
    do { loaded = try RuleFiles.load(BuiltInRules.files + files(in: folder)) } catch let error as RuleRefusals
    {
      throw FunctionError("Rules", error.all.map(\.description).joined(separator: "; "))
    } catch {
      throw FunctionError("Rules", "\(error)")
    }
    if !loaded.correlations.isEmpty {
      log("\(loaded.correlations.count) correlations are left to iamwatch watch, which sees every event")
    }
    return RuleSet(loaded.rules, context: context)
  }

  private static func files(in folder: String) throws(FunctionError) -> [RuleFile] {
    guard let directory = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw FunctionError("Rules", "\(folder): \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if [".yml", ".yaml", ".json"].contains(where: name.lowercased().hasSuffix) { names.append(name) }
    }
    return try names.sorted().map { name throws(FunctionError) in
      RuleFile(path: "\(folder)/\(name)", text: try text(of: "\(folder)/\(name)"))
    }
  }

  private static func text(of path: String) throws(FunctionError) -> String {
    guard let file = fopen(path, "re") else {
      throw FunctionError("Rules", "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: largest + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    guard ferror(file) == 0, count <= largest, let text = String(validating: bytes[..<count], as: UTF8.self)
    else {
      throw FunctionError("Rules", "\(path): no text of at most \(largest >> 20) MiB in UTF-8")
    }
    return text
  }
}
