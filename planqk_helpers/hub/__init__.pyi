from .connection import connect as connect, connect_with_key as connect_with_key, verify as verify
