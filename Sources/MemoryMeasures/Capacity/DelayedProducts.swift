import LinearAlgebra

/// Products of states with a series, delayed by 1 ... K steps.
enum DelayedProducts {
  /// Steps whose delayed targets are laid out at a time: a matrix for BLAS that stays in the cache.
  static let stretch = 256

  /// From so many delays on the products of all delays come from Fourier transforms, whose cost hardly depends on their
  /// number; before, BLAS takes as long or less.
  static let leastFourierDelays = 256

  /// Σ_t z_i(t) x(t - k) for every column z_i and every delay k, columns x K.
  ///
  /// - Parameters:
  ///   - columns: T steps x columns, those of the last T steps of the series.
  ///   - series: at least T + K values.
  static func of(_ columns: Matrix, with series: [Double], delays: Int) -> Matrix {
    precondition(series.count - columns.rows >= delays)
    return delays < leastFourierDelays
      ? direct(columns, with: series, delays: delays) : byFourier(columns, with: series, delays: delays)
  }

  /// The sums as they are written, by BLAS: the plain twin.
  static func direct(_ columns: Matrix, with series: [Double], delays: Int) -> Matrix {
    let lead = series.count - columns.rows
    var sums = Matrix(rows: columns.columns, columns: delays)
    for start in stride(from: 0, to: columns.rows, by: stretch) {
      let steps = start..<min(start + stretch, columns.rows)
      var targets: [Double] = []
      targets.reserveCapacity(steps.count * delays)
      for delay in 1...delays {
        targets += series[lead + steps.lowerBound - delay..<lead + steps.upperBound - delay]
      }
      sums.add(
        columns, rows: steps, transposed: true,
        times: Matrix(rows: steps.count, columns: delays, elements: targets))
    }
    return sums
  }

  /// The same as convolutions of the columns with the series reversed in time.
  ///
  /// Of B steps from t0 on with the B + K values of the series from t0 - K on, reversed, v: number B - 1 + k of the
  /// convolution is Σ z(t0 + s) x(t0 + s - k). Transforms of length B + K hold it; what runs over their end comes out
  /// before number B. Spectra of all stretches of B steps add up before the one inverse. Two columns are the real and
  /// the imaginary part of a sequence, which the real v keeps apart.
  static func byFourier(_ columns: Matrix, with series: [Double], delays: Int) -> Matrix {
    let length = transformLength(steps: columns.rows, delays: delays)
    let stretch = length - delays
    let lead = series.count - columns.rows
    let transform = FourierTransform(length: length)
    let starts = Array(Swift.stride(from: 0, to: columns.rows, by: stretch))
    let (values, sums) = (Spectrum(length), Spectrum(length))

    let targets = starts.map { start -> [(Double, Double)] in
      values.clear()
      // Number m of v is x(t0 + B - 1 - m), as far as there is one.
      for place in 0..<length {
        let index = lead + start + stretch - 1 - place
        if index < series.count { values.real[place][0] = series[index] }
      }
      transform.forward(values.real, values.imaginary)
      return (0..<length).map { (values.real[$0][0], values.imaginary[$0][0]) }
    }

    var products = Matrix(rows: columns.columns, columns: delays)
    let together = 2 * FourierTransform.Lanes.scalarCount
    for first in Swift.stride(from: 0, to: columns.columns, by: together) {
      let members = first..<min(first + together, columns.columns)
      sums.clear()
      for (start, target) in zip(starts, targets) {
        values.clear()
        for member in members {
          let (lane, column) = ((member - first) / 2, member * columns.rows)
          let part = (member - first).isMultiple(of: 2) ? values.real : values.imaginary
          for step in 0..<min(stretch, columns.rows - start) {
            part[step][lane] = columns.elements[column + start + step]
          }
        }
        transform.forward(values.real, values.imaginary)
        sums.add(values, times: target)
      }
      transform.inverse(sums.real, sums.imaginary)
      for delay in 1...delays {
        let place = stretch - 1 + delay
        for member in members {
          let part = (member - first).isMultiple(of: 2) ? sums.real : sums.imaginary
          products[member, delay - 1] = part[place][(member - first) / 2] / Double(length)
        }
      }
    }
    return products
  }

  /// The power of two, longer than the delays, with which transforms cost least.
  private static func transformLength(steps: Int, delays: Int) -> Int {
    func cost(_ length: Int) -> Double {
      let stretches = (steps + length - delays - 1) / (length - delays)
      return Double(stretches + 1) * Double(length) * Double(length.trailingZeroBitCount)
    }
    var (best, length) = (0, 2)
    while true {
      if length > delays, best == 0 || cost(length) < cost(best) { best = length }
      if length >= steps + delays { return best }
      length *= 2
    }
  }

  /// Complex numbers in the lanes of transforms.
  private final class Spectrum {
    let real: UnsafeMutablePointer<FourierTransform.Lanes>
    let imaginary: UnsafeMutablePointer<FourierTransform.Lanes>
    private let length: Int

    init(_ length: Int) {
      self.length = length
      real = .allocate(capacity: length)
      imaginary = .allocate(capacity: length)
      real.initialize(repeating: .zero, count: length)
      imaginary.initialize(repeating: .zero, count: length)
    }

    deinit {
      real.deallocate()
      imaginary.deallocate()
    }

    func clear() {
      real.update(repeating: .zero, count: length)
      imaginary.update(repeating: .zero, count: length)
    }

    /// Adds another times a factor for every frequency.
    func add(_ other: Spectrum, times factors: [(Double, Double)]) {
      for (place, factor) in factors.enumerated() {
        let (x, y) = (other.real[place], other.imaginary[place])
        real[place] += x * factor.0 - y * factor.1
        imaginary[place] += x * factor.1 + y * factor.0
      }
    }
  }
}
