"""Staff who sign in: people, roles, sessions, invitations, and what they did."""
