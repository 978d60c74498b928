"""Senders move messages to platforms; what is in them is not their business."""
