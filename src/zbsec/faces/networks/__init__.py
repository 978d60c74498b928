"""The ONNX networks, one file each: what goes in, what comes out."""
