"""The business case as a workbook that goes on calculating, and the way back: what is written in it is read again."""
