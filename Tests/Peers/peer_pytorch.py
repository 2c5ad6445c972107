#!/usr/bin/env python3
"""The divergence protocol in PyTorch: torch.nn.LSTM and torch.nn.GRU under inference mode.

Without gradients PyTorch hands a float32 LSTM to oneDNN, a whole chunk in one call; it has no such path for
GRU, which runs operation by operation.
"""

import protocol


def load(threads):
    import torch

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    torch.set_grad_enabled(False)

    # Keras's gate blocks (lstm i,f,g,o; gru z,r,n) in PyTorch's order (lstm i,f,g,o; gru r,z,n).
    gate_order = {"lstm": [0, 1, 2, 3], "gru": [1, 0, 2]}

    class PyTorchNetwork(protocol.Network):
        framework = f"PyTorch {torch.__version__}"
        chunk = 3000  # calls of 1,000 steps cost a tenth more

        def __init__(self, cell, weights, seed, pairs=1):
            super().__init__(cell, weights, seed, pairs)
            kernel, recurrent_kernel, bias = (torch.from_numpy(array) for array in weights)
            hidden_size = recurrent_kernel.shape[0]
            layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell]
            self.module = layer(self.input_size, hidden_size).eval()

            def own(array):
                """Gates from the last axis, in Keras's order, to the first, in PyTorch's."""
                blocks = array.movedim(-1, 0).split(hidden_size)
                return torch.cat([blocks[gate] for gate in gate_order[cell]])

            self.module.weight_ih_l0.copy_(own(kernel))
            self.module.weight_hh_l0.copy_(own(recurrent_kernel))
            self.module.bias_ih_l0.copy_(own(bias))
            self.module.bias_hh_l0.zero_()
            self.state = None
            self.torch_generator = torch.Generator().manual_seed(seed)

        def draw(self, steps):
            return torch.randn(steps, self.pairs, self.input_size, generator=self.torch_generator)

        @torch.inference_mode()
        def advance(self, first, second=None):
            both = torch.cat([first, first if second is None else second], 1)
            outputs, self.state = self.module(both, self.state)
            return (outputs[:, : self.pairs] - outputs[:, self.pairs :]).abs_().amax((1, 2)).numpy()

        def states_equal(self):
            states = self.state if isinstance(self.state, tuple) else (self.state,)
            return all(torch.equal(*state.split(self.pairs, 1)) for state in states)

    return PyTorchNetwork


if __name__ == "__main__":
    protocol.main("pytorch", load)
