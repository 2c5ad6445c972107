import Files
import HDF5

/// The results of any measure as arrays with named, labelled axes: a results file as it is, by the
/// conventions of netCDF-4, without a word about what its variables mean.
///
/// For what treats all measures alike. Read with `HDF5Image`, strings included, so that whatever a file holds
/// is a value or an error.
public struct LabelledResults: Equatable, Sendable {
  /// The kind of results, as files name it: "memprobe divergence".
  public let format: String
  public let version: Int
  /// Of the file as a whole, in the order in which they were written.
  public let attributes: [LabelledAttribute]
  /// One for every dimension, in the order in which they were written: its values label the axes of that
  /// name.
  public let coordinates: [LabelledVariable]
  /// In the order in which they were written.
  public let variables: [LabelledVariable]
  private let indices: [String: Int]

  public init(
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
    do {
      self = try LabelledReader(path: path, root: try HDF5Image(bytes).root()).read()
    } catch let error as ResultsFileError {
      throw error
    } catch let error as HDF5ImageError {
      throw .damaged(path: path, error)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  public var dimensions: [LabelledDimension] {
    coordinates.map { LabelledDimension(name: $0.name, length: $0.values.count) }
  }

  public func coordinate(_ dimension: String) -> LabelledVariable? {
    coordinates.first { $0.name == dimension }
  }

  public func variable(_ name: String) -> LabelledVariable? { indices[name].map { variables[$0] } }

  /// The values of an attribute of the file as a whole.
  public func attribute(_ name: String) -> LabelledValues? { attributes.first { $0.name == name }?.values }
}

/// What a results file says about itself or about one of its variables.
public struct LabelledAttribute: Equatable, Sendable {
  public let name: String
  /// One value, or several.
  public let values: LabelledValues

  public init(name: String, values: LabelledValues) {
    self.name = name
    self.values = values
  }
}

/// A named axis that variables share.
public struct LabelledDimension: Equatable, Sendable {
  public let name: String
  public let length: Int

  public init(name: String, length: Int) {
    self.name = name
    self.length = length
  }
}
