import Files
import HDF5

/// The results of any measure as arrays with named, labelled axes: a results file as it is, by the
/// conventions of netCDF-4, without a word about what its variables mean.
///
/// For what treats all measures alike. Read with `HDF5Image`, strings included, so that whatever a file holds
/// is a value or an error.
package struct LabelledResults: Equatable, Sendable {
  /// The kind of results, as files name it: "memprobe divergence".
  package let format: String
  package let version: Int
  /// Of the file as a whole, in the order in which they were written.
  package let attributes: [LabelledAttribute]
  /// One for every dimension, in the order in which they were written: its values label the axes of that
  /// name.
  package let coordinates: [LabelledVariable]
  /// In the order in which they were written.
  package let variables: [LabelledVariable]
  private let indices: [String: Int]

  package init(
    format: String, version: Int, attributes: [LabelledAttribute], coordinates: [LabelledVariable],
    variables: [LabelledVariable]
  ) {
    self.format = format
    self.version = version
    self.attributes = attributes
    self.coordinates = coordinates
    self.variables = variables
    indices = Dictionary(zip(variables.map(\.name), variables.indices)) { first, _ in first }
  }

  /// - Parameters:
  ///   - bytes: of a results file.
  ///   - path: named in errors.
  init(_ bytes: [UInt8], path: String) throws(ResultsFileError) {
    // Numbers are held as they are stored, and up to eight times as large as they are made results of.
    let memory = UInt64(exactly: (SystemMemory.available / 8).rounded(.down)) ?? .max
    do {
      self = try LabelledReader(path: path, root: try HDF5Image(bytes, memory: memory).root()).read()
    } catch let error as ResultsFileError {
      throw error
    } catch let error as HDF5ImageError {
      throw .damaged(path: path, error)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  package var dimensions: [LabelledDimension] {
    coordinates.map { LabelledDimension(name: $0.name, length: $0.values.count) }
  }

  package func coordinate(_ dimension: String) -> LabelledVariable? {
    coordinates.first { $0.name == dimension }
  }

  package func variable(_ name: String) -> LabelledVariable? { indices[name].map { variables[$0] } }

  /// The values of an attribute of the file as a whole.
  package func attribute(_ name: String) -> LabelledValues? { attributes.first { $0.name == name }?.values }
}

/// What a results file says about itself or about one of its variables.
package struct LabelledAttribute: Equatable, Sendable {
  package let name: String
  /// One value, or several.
  package let values: LabelledValues

  package init(name: String, values: LabelledValues) {
    self.name = name
    self.values = values
  }
}

/// A named axis that variables share.
package struct LabelledDimension: Equatable, Sendable {
  package let name: String
  package let length: Int
}
