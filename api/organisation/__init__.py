"""Units and their parents, in time: kommun, nämnd, förvaltning, avdelning, enhet, extern."""
