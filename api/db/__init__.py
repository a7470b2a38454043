"""The floor: engine, sessions, and the bitemporal facts everything is built on."""
