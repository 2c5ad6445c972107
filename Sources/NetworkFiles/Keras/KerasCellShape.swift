import HDF5
import RecurrentNetworks

/// The sizes of a recurrent cell, from the shapes of its arrays, which have to fit one another.
struct KerasCellShape {
  let cellClass: KerasCellClass
  let cell: CellType
  let inputSize: Int
  let hiddenSize: Int
  /// Whether the file has no bias, which means zeros.
  let lacksBias: Bool
  /// Whether nothing in the file tells where the reset gate of this GRU acts.
  let assumesResetAfter: Bool

  /// - Parameters:
  ///   - datasets: kernel, recurrent kernel and perhaps bias, with their places in the file.
  ///   - cell: what is known about the cell otherwise.
  /// - Throws: `shape` with the place of the array that does not fit.
  init(
    _ datasets: [(place: String, shape: [Int])], of cell: KerasCell, reading: KerasReading
  ) throws(NetworkFileError) {
    let (kernel, recurrent) = (datasets[0], datasets[1])
    func fail(_ array: (place: String, shape: [Int]), _ expected: [Int]) -> NetworkFileError {
      reading.error(array.place, .shape(found: array.shape, expected: expected))
    }
    guard recurrent.shape.count == 2, recurrent.shape[0] > 0, recurrent.shape[1] > 0 else {
      throw fail(recurrent, [cell.units ?? 1, (cell.units ?? 1) * (cell.cellClass?.gateCount ?? 1)])
    }
    let units = recurrent.shape[0]
    let gates = recurrent.shape[1] / units
    guard let found = cell.cellClass ?? KerasCellClass(gateCount: gates),
      recurrent.shape[1] == units * found.gateCount,
      cell.units.map({ $0 == units }) ?? true
    else {
      throw fail(recurrent, [cell.units ?? units, (cell.units ?? units) * (cell.cellClass?.gateCount ?? 4)])
    }
    let columns = recurrent.shape[1]
    guard kernel.shape.count == 2, kernel.shape[0] > 0, kernel.shape[1] == columns else {
      throw fail(kernel, [kernel.shape.first ?? 1, columns])
    }
    let bias = datasets.dropFirst(2).first
    let resetAfter = cell.settings?["reset_after"]?.bool
    switch found {
    case .lstm: self.cell = .lstm
    case .simpleRNN: self.cell = .rnn
    case .gru: self.cell = resetAfter ?? bias.map { $0.shape.count == 2 } ?? true ? .gru : .gruResetBefore
    }
    let expected = self.cell.hasRecurrentBias ? [2, columns] : [columns]
    if let bias, bias.shape != expected { throw fail(bias, expected) }
    cellClass = found
    inputSize = kernel.shape[0]
    hiddenSize = units
    lacksBias = bias == nil
    assumesResetAfter = found == .gru && resetAfter == nil && bias == nil
  }
}

extension KerasCell {
  /// Units as the settings say.
  var units: Int? { settings?["units"]?.integer }
}
