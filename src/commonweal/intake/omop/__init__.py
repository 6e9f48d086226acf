"""Reading the OMOP Common Data Model, 5.3 and 5.4: its tables as sets of rows, never one by one."""
