"""The lab: real mail and name servers on loopback, described in a JSON file for the tests."""
