"""Files of other cities that wait for their confirmation."""

from agenda.pending import PendingFiles

pending = PendingFiles("exchange")
