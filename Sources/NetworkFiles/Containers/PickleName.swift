/// A name of Python's, never looked up.
struct PickleName: Equatable {
  let module: String
  let name: String

  var text: String { "\(module).\(name)" }

  /// Whether a call of it makes nothing but data.
  var makesData: Bool {
    let module = module == "__builtin__" ? "builtins" : module
    return Self.constructors[module]?.contains(name) ?? false
  }

  /// Calls that make a dictionary.
  static let dictionaries: Set = [
    "collections.OrderedDict", "builtins.dict", "__builtin__.dict", "collections.Counter",
  ]

  /// What makes tensors and the plain values that stand beside them in checkpoints. None of it is ever called: a
  /// pickle that calls anything else is refused, because such a call is how a pickle runs code.
  private static let constructors: [String: Set<String>] = [
    "builtins": [
      "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "object", "range", "set",
      "slice",
      "str", "tuple",
    ],
    "collections": ["Counter", "OrderedDict", "defaultdict", "deque"],
    "copyreg": ["_reconstructor"], "copy_reg": ["_reconstructor"], "_codecs": ["encode"],
    "argparse": ["Namespace"], "types": ["SimpleNamespace"], "uuid": ["UUID"], "decimal": ["Decimal"],
    "datetime": ["date", "datetime", "time", "timedelta", "timezone"],
    "pathlib": ["Path", "PosixPath", "PurePosixPath", "PureWindowsPath", "WindowsPath"],
    "pathlib._local": ["Path", "PosixPath", "PurePosixPath", "PureWindowsPath", "WindowsPath"],
    "functools": ["partial"],
    "numpy": ["dtype", "ndarray"],
    "numpy.core.multiarray": ["_reconstruct", "scalar"],
    "numpy._core.multiarray": ["_reconstruct", "scalar"],
    "torch": ["Size", "device", "Tensor"],
    "torch._utils": [
      "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_parameter",
      "_rebuild_parameter_with_state", "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor",
      "_rebuild_nested_tensor",
      "_rebuild_qtensor", "_rebuild_meta_tensor_no_storage", "_rebuild_device_tensor_from_numpy",
      "_rebuild_device_tensor_from_cpu_tensor", "_rebuild_wrapper_subclass",
    ],
    "torch._tensor": ["_rebuild_from_type", "_rebuild_from_type_v2"],
    "torch.tensor": ["_rebuild_from_type"],
    "torch.nn.parameter": ["Parameter", "Buffer"], "torch.autograd.variable": ["Variable"],
    "torch.serialization": ["_get_layout"],
    "torch.jit._pickle": [
      "build_boollist", "build_doublelist", "build_intlist", "build_tensorlist", "build_tensor_from_id",
      "restore_type_tag",
    ],
  ]
}
