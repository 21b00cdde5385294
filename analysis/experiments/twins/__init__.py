"""Trainings that differ in one thing alone: do they find the same maps, in the same order?"""
