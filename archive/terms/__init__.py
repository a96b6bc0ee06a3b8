"""Ground floor: the vocabulary all rooms share; pure, imports no other room."""
