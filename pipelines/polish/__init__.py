"""Ground floor: the Polish language; pure, imports no other room."""
