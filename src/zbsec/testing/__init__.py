"""What users test with: acceptance measurements, simulated devices, loopback platforms, plate and scene generators.

Its parts are imported by name: ``zbsec.testing.acceptance``, ``zbsec.testing.devices``, ``zbsec.testing.platforms``,
``zbsec.testing.mirror``, ``zbsec.testing.estate``, ``zbsec.testing.eyelids``, ``zbsec.testing.plates``.
"""

__all__: list[str] = []
