import Foundation

/// Folders and patterns, where a command takes several files.
package enum PathList {
  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Paths of what is in a folder, in the order of the names; hidden ones left out.
  package static func entries(of folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map {
      folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)"
    }
  }

  /// Paths that match a pattern with *, ? or [...], as shells take them; nil for a path that is no pattern, or is that of
  /// a file all the same.
  package static func matches(_ pattern: String) -> [String]? {
    guard pattern.contains(where: { "*?[".contains($0) }), !FileManager.default.fileExists(atPath: pattern)
    else { return nil }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, 0, nil, &matches) == 0 else { return [] }
    return (0..<Int(matches.gl_pathc)).compactMap { matches.gl_pathv[$0].map { String(cString: $0) } }
  }
}
