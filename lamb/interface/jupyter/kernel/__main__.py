"""Start the kernel: `python -m lamb.interface.jupyter.kernel -f CONNECTION_FILE`, as kernel.json says."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp

from lamb.interface.jupyter.kernel.kernel import LambdaKernel

if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=LambdaKernel)
