"""What waits for officers, counted ahead: the worker of a large installation counts for all, each adds up what is his.

A topic is counted by whose its rows are; each reader's number is the sum of the counts whose rows he sees.
"""

from app.access.ahead.reading import Ahead, answers, counted_ahead
from app.access.ahead.sheets import Sheet, Tally
from app.access.ahead.topics import Topic

__all__ = ["Ahead", "Sheet", "Tally", "Topic", "answers", "counted_ahead"]
