/// The links of a group.
struct LinkTable {
  /// In the order in which they were made, as far as the file tells.
  let links: [HDF5ImageLink]
  private let places: [String: Int]

  /// - Throws: `malformed` if two have one name.
  init(_ links: [HDF5ImageLink]) throws(HDF5ImageProblem) {
    self.links = links
    var places: [String: Int] = [:]
    for (place, link) in links.enumerated() where places.updateValue(place, forKey: link.name) != nil {
      throw .malformed("two members called '\(link.name)'")
    }
    self.places = places
  }

  subscript(_ name: String) -> HDF5ImageLink? { places[name].map { links[$0] } }
}
