"""A stand-in for Twilio's Messages resource, for rehearsals and tests on this machine only."""

from rehearsal.gateway.process import Running, running

__all__ = ["Running", "running"]
