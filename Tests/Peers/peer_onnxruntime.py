#!/usr/bin/env python3
"""The divergence protocol in ONNX Runtime: one LSTM or GRU node, the differences taken inside the graph."""

import protocol


def load(threads):
    import numpy as np
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    # Keras's gate blocks (lstm i,f,g,o; gru z,r,n) in ONNX's order (lstm i,o,f,c; gru z,r,n).
    gate_order = {"lstm": [0, 3, 1, 2], "gru": [0, 1, 2]}

    def make_graph(cell, weights, pairs):
        kernel, recurrent_kernel, bias = weights
        input_size, hidden_size = kernel.shape[0], recurrent_kernel.shape[0]

        def own(array):
            """Gates from the last axis, in Keras's order, to the first, in ONNX's; one direction in front."""
            blocks = np.split(array.T, protocol.GATES[cell])
            return np.ascontiguousarray(np.concatenate([blocks[gate] for gate in gate_order[cell]])[None])

        states = ["h", "c"] if cell == "lstm" else ["h"]
        layer = helper.make_node(
            cell.upper(),
            ["X", "W", "R", "B", "", *states],
            ["Y", *(f"{state}_next" for state in states)],
            hidden_size=hidden_size,
            **({"linear_before_reset": 1} if cell == "gru" else {}),
        )
        nodes = [
            layer,  # Y is (steps, 1, 2 x pairs, H)
            helper.make_node("Split", ["Y"], ["Y_first", "Y_second"], axis=2, num_outputs=2),
            helper.make_node("Sub", ["Y_first", "Y_second"], ["Y_signed"]),
            helper.make_node("Abs", ["Y_signed"], ["Y_difference"]),
            helper.make_node("Flatten", ["Y_difference"], ["Y_flat"], axis=1),
            helper.make_node("ReduceMax", ["Y_flat", "unit_axis"], ["difference"], keepdims=0),
        ]
        constants = {
            "W": own(kernel),
            "R": own(recurrent_kernel),
            "B": np.concatenate([own(bias), np.zeros_like(own(bias))], axis=1),  # input, recurrent
            "unit_axis": np.array([1], np.int64),
        }
        state_shape = [1, 2 * pairs, hidden_size]
        graph = helper.make_graph(
            nodes,
            "divergence",
            [
                helper.make_tensor_value_info("X", TensorProto.FLOAT, ["steps", 2 * pairs, input_size]),
                *(helper.make_tensor_value_info(s, TensorProto.FLOAT, state_shape) for s in states),
            ],
            [
                helper.make_tensor_value_info("difference", TensorProto.FLOAT, ["steps"]),
                *(helper.make_tensor_value_info(f"{s}_next", TensorProto.FLOAT, state_shape) for s in states),
            ],
            [numpy_helper.from_array(array, name) for name, array in constants.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
        onnx.checker.check_model(model)
        return model.SerializeToString()

    class ONNXRuntimeNetwork(protocol.Network):
        framework = f"ONNX Runtime {onnxruntime.__version__}"

        def __init__(self, cell, weights, seed, pairs=1):
            super().__init__(cell, weights, seed, pairs)
            settings = onnxruntime.SessionOptions()
            settings.intra_op_num_threads = threads
            settings.inter_op_num_threads = 1
            settings.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
            self.session = onnxruntime.InferenceSession(
                make_graph(cell, weights, pairs), settings, providers=["CPUExecutionProvider"]
            )
            zero = np.zeros((1, 2 * pairs, weights[1].shape[0]), np.float32)
            self.states = {state: zero for state in (["h", "c"] if cell == "lstm" else ["h"])}

        def advance(self, first, second=None):
            both = np.concatenate([first, first if second is None else second], 1)
            difference, *states = self.session.run(None, {"X": both, **self.states})
            self.states = dict(zip(self.states, states))
            return difference

        def states_equal(self):
            return all(np.array_equal(*np.split(state[0], 2)) for state in self.states.values())

    return ONNXRuntimeNetwork


if __name__ == "__main__":
    protocol.main("onnxruntime", load)
