"""The bundled city portal and the demonstration that runs on it."""
