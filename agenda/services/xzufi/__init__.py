"""Services from other systems, in the exchange format XZuFi 2.2 and 2.3."""
