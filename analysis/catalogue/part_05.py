"""stub"""
FIGURES = ()
