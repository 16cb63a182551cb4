"""What visitors walk through: tours, stops, scripts, pictures, content notes and names."""
