"""How safe whole places are: districts set it for their communes, communes for their hamlets, with date and basis."""
