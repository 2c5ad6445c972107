// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "memprobe",
  products: [
    .executable(name: "memprobe", targets: ["memprobe"]),
    .executable(name: "memprobe-bench", targets: ["memprobe-bench"]),
    .library(
      name: "MemoryMeasures",
      targets: ["MemoryMeasures", "LabelledFiles", "NetworkFiles", "RecurrentNetworks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The house, top to bottom: a target may depend on those below it, never on one above.
    .executableTarget(
      name: "memprobe",
      dependencies: [
        "Figures", "Exports", "Experiments", "MemoryMeasures", "NetworkFiles", "SequenceFiles",
        "RecurrentNetworks", "Drawing", "Text", "HDF5", "LinearAlgebra", "Files",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "memprobe-bench",
      dependencies: [
        "MemoryMeasures", "NetworkFiles", "RecurrentNetworks", "CKernels", "CMachine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "Figures",
      dependencies: ["Experiments", "MemoryMeasures", "NetworkFiles", "RecurrentNetworks", "Drawing", "Text"]),
    .target(name: "Drawing", dependencies: ["Text", "CCairo"]),
    .target(name: "Exports", dependencies: ["Experiments", "SequenceFiles", "Files", "CMatio", "CZip"]),
    .target(
      name: "Experiments",
      dependencies: [
        "LabelledFiles", "MemoryMeasures", "RecurrentNetworks", "LinearAlgebra", "HDF5", "Files",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "LabelledFiles", dependencies: ["MemoryMeasures", "HDF5", "Files"]),
    .target(name: "MemoryMeasures", dependencies: ["RecurrentNetworks", "LinearAlgebra"]),
    .target(name: "NetworkFiles", dependencies: ["RecurrentNetworks", "HDF5", "Files", "CZip"]),
    .target(name: "SequenceFiles", dependencies: ["HDF5", "Files", "CZlib"]),
    .target(name: "RecurrentNetworks", dependencies: ["LinearAlgebra", "Files", "CKernels"]),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK"]),
    .target(name: "HDF5", dependencies: ["Files", "CHDF5", "CZlib"]),
    .target(name: "Text"),
    .target(name: "Files"),
    .target(
      name: "CKernels",
      // The kernels are the program: a debug build without them optimised would make `swift test` take
      // an hour. Release builds already ask for the same.
      cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    // Open libraries when they are needed: cairo, HDF5, OpenBLAS with LAPACKE, and matio, of apt's libcairo2-dev,
    // libhdf5-dev, libopenblas-dev, liblapacke-dev and libmatio-dev.
    .target(name: "CCairo", dependencies: ["CLoader"]),
    .target(name: "CHDF5", dependencies: ["CLoader"]),
    .target(name: "CLAPACK", dependencies: ["CLoader"]),
    .target(name: "CMatio", dependencies: ["CLoader"]),
    .target(name: "CLoader"),
    .target(name: "CMachine", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev", "pkg-config"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev", "pkg-config"])]),

    // The program that the article ProbeFromSwift shows: it sees what any other package does.
    .executableTarget(
      name: "probe-from-swift",
      dependencies: ["MemoryMeasures", "LabelledFiles", "NetworkFiles", "RecurrentNetworks"],
      path: "Tests/ProbeFromSwift", packageAccess: false),
    // What tests share; their fixtures are read from the checkout.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // What fuzz.sh links with libFuzzer.
    .target(
      name: "Fuzzing",
      dependencies: [
        "Figures", "Exports", "Experiments", "MemoryMeasures", "NetworkFiles", "SequenceFiles", "HDF5",
        "CZlib",
      ], path: "Tests/Fuzzing", exclude: ["fuzz.sh"]),
    .target(name: "HDF5Reading", dependencies: ["HDF5", "CHDF5"], path: "Tests/HDF5Reading"),
    .testTarget(
      name: "HDF5Tests", dependencies: ["HDF5", "HDF5Reading", "CHDF5", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"]),
    .testTarget(
      name: "RecurrentNetworksTests",
      dependencies: ["RecurrentNetworks", "LinearAlgebra", "CKernels", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "NetworkFilesTests",
      dependencies: ["NetworkFiles", "HDF5", "Files", "RecurrentNetworks", "CZlib", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "SequenceFilesTests",
      dependencies: ["SequenceFiles", "HDF5", "HDF5Reading", "Files", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "MemoryMeasuresTests",
      dependencies: ["MemoryMeasures", "LinearAlgebra", "RecurrentNetworks", "HDF5", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "LabelledFilesTests",
      dependencies: [
        "LabelledFiles", "Experiments", "MemoryMeasures", "RecurrentNetworks", "Files", "TestSupport",
      ]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "LabelledFiles", "MemoryMeasures", "NetworkFiles", "RecurrentNetworks", "HDF5",
        "HDF5Reading", "Files",
        "TestSupport",
      ],
      exclude: ["Fixtures"]),
    .testTarget(name: "ExportsTests", dependencies: ["Exports", "Experiments", "SequenceFiles"]),
    .testTarget(
      name: "FiguresTests",
      dependencies: [
        "Figures", "Experiments", "MemoryMeasures", "RecurrentNetworks", "Drawing", "Text",
        "TestSupport",
      ]),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing"]),
    .testTarget(name: "TextTests", dependencies: ["Text"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "memprobe", "probe-from-swift", "Experiments", "MemoryMeasures", "NetworkFiles", "SequenceFiles",
        "RecurrentNetworks", "HDF5", "HDF5Reading", "CHDF5", "Files", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)
