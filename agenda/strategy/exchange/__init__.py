"""Agendas and measures in a form that another city can take over."""

from pathlib import Path

FORMAT = "stadtagenda-exchange"
VERSION = "1.0"
SCHEMA_PATH = Path(__file__).with_name("schema.json")
