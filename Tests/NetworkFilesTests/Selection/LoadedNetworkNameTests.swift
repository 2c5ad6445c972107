import Testing

@testable import NetworkFiles

/// What networks are called that are loaded together.
@Suite struct LoadedNetworkNameTests {
  @Test(arguments: [
    (["a.keras"], ["a.keras"]),
    (["runs/a.keras", "runs/b.keras"], ["a.keras", "b.keras"]),
    (["one/a.keras", "two/a.keras"], ["one/a.keras", "two/a.keras"]),
    (["x/one/a.keras", "y/one/a.keras", "b.keras"], ["x/one/a.keras", "y/one/a.keras", "b.keras"]),
    (["a.keras", "one/a.keras"], ["a.keras", "one/a.keras"]),
    (["a.keras", "./a.keras"], ["a.keras", "./a.keras"]),
    (["one/a.keras", "one/a.keras"], ["a.keras", "a.keras (2)"]),
    (["/"], [""]),
    ([], []),
  ])
  func names(paths: [String], expected: [String]) {
    #expect(LoadedNetwork.names(of: paths) == expected)
  }
}
