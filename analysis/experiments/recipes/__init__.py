"""What do schedule, momentum, penalty and scaler each do? Many short trainings that differ in one
thing.
"""
