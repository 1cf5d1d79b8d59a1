"""What people enter later: corrections that readers propose."""
