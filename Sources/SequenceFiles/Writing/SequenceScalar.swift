import HDF5

/// A number type in which sequences are written: `Float` and `Double`.
public protocol SequenceScalar: BinaryFloatingPoint, HDF5Element {}

extension Float: SequenceScalar {}
extension Double: SequenceScalar {}
